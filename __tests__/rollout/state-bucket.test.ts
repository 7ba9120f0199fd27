import { OperationError } from "../../src/diagnostics/errors";
import { stateBucket } from "../../src/rollout/state-bucket";
import { account, cleanUp, endpoint, fleet } from "./fixtures";

afterEach(cleanUp);

const management = account("111111111111", "management");
const credentials = () => Promise.resolve({ accessKeyId: "a", secretAccessKey: "s" });

/** The state bucket of the management account, in an S3 that answers every request with `status`. */
async function bucket(status: number) {
  const requests: { readonly line: string; readonly owner: unknown }[] = [];
  const url = await endpoint(({ method, url: path, headers }) => {
    requests.push({ line: `${method} ${path}`, owner: headers["x-amz-expected-bucket-owner"] });
    return { status };
  });
  return { requests, bucket: stateBucket(fleet(management), management, credentials, { AWS_ENDPOINT_URL: url }) };
}

describe("a state bucket", () => {
  it("exists if S3 confirms it to the owner", async () => {
    const { bucket: ours, requests } = await bucket(200);
    await expect(ours.exists()).resolves.toBe(true);
    expect(requests).toEqual([{ line: "HEAD /state-111111111111-eu-west-1/", owner: "111111111111" }]);
  });

  it("does not exist if S3 answers 404", async () => {
    await expect((await bucket(404)).bucket.exists()).resolves.toBe(false);
  });

  it.each([
    [403, "belongs to another account"],
    [301, "in another Region"],
    [400, "in another Region"],
    [501, "does not say who owns"],
  ])("is reported with account and remedy if S3 answers %d", async (status, words) => {
    const failure = (await bucket(status)).bucket.exists();
    await expect(failure).rejects.toBeInstanceOf(OperationError);
    await expect(failure).rejects.toMatchObject({
      problems: [{ place: "account management (111111111111)", message: expect.stringContaining(words) as string }],
    });
    await expect(failure).rejects.toThrow("state-111111111111-eu-west-1");
  });

  it("says whether it has an object", async () => {
    const { bucket: full, requests } = await bucket(200);
    await expect(full.has("state-management.tfstate")).resolves.toBe(true);
    expect(requests[0]?.line).toMatch(/^HEAD \/state-111111111111-eu-west-1\/state-management\.tfstate/);
    await expect((await bucket(404)).bucket.has("x")).resolves.toBe(false);
  });
});
