// Keys under which objects are stored.
import { objectKeys } from "../../../../src/sandbox/services/s3/object-keys";
import { jsonRequest } from "../../json-client";

const answer = (body: object, status = 200) => ({ status, headers: {}, body: Buffer.from(JSON.stringify(body)) });
const put = (key: string | undefined, metadata: object | undefined, asked: string[] = []) =>
  objectKeys((accountId, { region }) => {
    asked.push(accountId, region);
    return Promise.resolve(metadata === undefined ? answer({}, 400) : answer({ KeyMetadata: metadata }));
  })(
    {
      ...jsonRequest("PutObject", {}),
      headers: key === undefined ? {} : { "x-amz-server-side-encryption-aws-kms-key-id": key },
    },
    () => Promise.resolve(answer({ stored: true })),
  );

test("an object is stored under a key that is enabled, and without one", async () => {
  expect((await put("key", { Enabled: true })).status).toBe(200);
  expect((await put(undefined, undefined)).status).toBe(200);
});

test("an object is not stored under a key that is missing or disabled", async () => {
  await expect(put("key", undefined)).rejects.toMatchObject({ code: "KMS.NotFoundException" });
  await expect(put("key", { Arn: "arn:key", Enabled: false })).rejects.toMatchObject({
    code: "KMS.DisabledException",
    message: "arn:key is disabled.",
  });
});

test("a key of another account or Region is looked up there", async () => {
  const asked: string[] = [];
  await put("arn:aws:kms:us-east-1:999999999999:key/k", { Enabled: true }, asked);
  expect(asked).toEqual(["999999999999", "us-east-1"]);
});
