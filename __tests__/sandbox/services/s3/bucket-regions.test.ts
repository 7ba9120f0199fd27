import { bucketRegions } from "../../../../src/sandbox/services/s3/bucket-regions";
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { rest } from "../../authorization/fixtures";

const NONE = Buffer.alloc(0);
const elsewhere = { region: "eu-west-1" };
const at = (region: string) => ({ region });

/** moto has the bucket `stack` in us-west-2, which CloudFormation has created. */
function s3() {
  const layer = bucketRegions();
  const moto = ({ operation, input }: CallerRequest) => {
    const headers =
      operation === "HeadBucket" && input["Bucket"] === "stack" ? { "x-amz-bucket-region": "us-west-2" } : {};
    return Promise.resolve({ status: operation === "DeleteBucket" ? 204 : 200, headers, body: NONE });
  };
  return (...request: Parameters<typeof rest> extends [string, ...infer Rest] ? Rest : never) =>
    layer(rest("s3", ...request), moto);
}

describe("A bucket of another Region", () => {
  it("answers where it is, so that the client can ask there", async () => {
    const send = s3();
    await send("PUT /ours", at("ap-northeast-1"));
    const { status, headers, body } = await send("GET /ours/key", elsewhere);
    expect([status, headers["x-amz-bucket-region"]]).toEqual([301, "ap-northeast-1"]);
    expect(body.toString()).toContain("<Code>PermanentRedirect</Code>");
    expect(body.toString()).toContain("<Endpoint>ours.s3.ap-northeast-1.amazonaws.com</Endpoint><Bucket>ours</Bucket>");
    expect((await send("GET /ours/key", at("ap-northeast-1"))).status).toBe(200);
  });

  it("answers a HEAD request without a body", async () => {
    const answer = await s3()("HEAD /stack", elsewhere);
    expect(answer).toMatchObject({ status: 301, headers: { "x-amz-bucket-region": "us-west-2" }, body: NONE });
  });

  it("says its location to everybody", async () => {
    expect((await s3()("GET /stack?location", elsewhere)).status).toBe(200);
  });

  it("is where us-east-1 was asked to create it", async () => {
    const send = s3();
    const body = "<CreateBucketConfiguration><LocationConstraint>EU</LocationConstraint></CreateBucketConfiguration>";
    await send("PUT /ours", { ...at("us-east-1"), body });
    expect((await send("GET /ours/key", elsewhere)).status).toBe(200);
    expect((await send("GET /ours/key", at("us-east-1"))).status).toBe(301);
  });

  it("may be created in another Region once it is deleted", async () => {
    const send = s3();
    await send("PUT /ours", at("us-west-2"));
    await send("DELETE /ours", at("us-west-2"));
    await send("PUT /ours", elsewhere);
    expect((await send("GET /ours/key", elsewhere)).status).toBe(200);
  });

  it("answers a request whose signature names no Region", async () => {
    expect((await s3()("GET /stack/key?AWSAccessKeyId=AKIA&Signature=any", elsewhere)).status).toBe(200);
  });
});

it("a request to S3 that is signed for something that is no Region is malformed", async () => {
  await expect(s3()("GET /", at("us_east_1"))).rejects.toMatchObject({
    code: "AuthorizationHeaderMalformed",
    message: "The authorization header is malformed; the region 'us_east_1' is wrong; expecting 'us-east-1'",
  });
});
