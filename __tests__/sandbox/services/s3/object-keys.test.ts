// Keys under which objects are stored.
import { objectKeys } from "../../../../src/sandbox/services/s3/object-keys";
import { jsonRequest } from "../../json-client";
import { rest } from "../../authorization/fixtures";

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
  await expect(put("key", { Arn: "arn:key", Enabled: false, KeyState: "PendingDeletion" })).rejects.toMatchObject({
    code: "KMS.KMSInvalidStateException",
    message: "arn:key is pending deletion.",
  });
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

const KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id";
const disabled = objectKeys(() => Promise.resolve(answer({ KeyMetadata: { Arn: "arn:key", Enabled: false } })));

test("the key of a bucket's default encryption counts where the request names none", async () => {
  const xml = Buffer.from("<Rule><KMSMasterKeyID>arn:key</KMSMasterKeyID></Rule>");
  const moto = ({ operation }: { operation: string }) =>
    Promise.resolve({ status: 200, headers: {}, body: operation === "GetBucketEncryption" ? xml : Buffer.alloc(0) });
  await expect(disabled(rest("s3", "PUT /bucket/key"), moto)).rejects.toMatchObject({ code: "KMS.DisabledException" });
  const headers = { "x-amz-server-side-encryption": "AES256" };
  expect((await disabled(rest("s3", "PUT /bucket/key", { headers }), moto)).status).toBe(200);
});

test("an object is not read once its key is disabled", async () => {
  const moto = () =>
    Promise.resolve({ status: 200, headers: { [KEY_HEADER]: "arn:key" }, body: Buffer.from("content") });
  await expect(disabled(rest("s3", "GET /bucket/key"), moto)).rejects.toMatchObject({ code: "KMS.DisabledException" });
  expect((await disabled(rest("s3", "HEAD /bucket/key"), moto)).status).toBe(200);
});
