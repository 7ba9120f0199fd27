import { EC2Client, EnableSnapshotBlockPublicAccessCommand } from "@aws-sdk/client-ec2";
import { GenerateServiceLastAccessedDetailsCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketAnalyticsConfigurationCommand,
  GetObjectRetentionCommand,
  HeadBucketCommand,
  PutBucketAnalyticsConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DescribeInventoryDeletionsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetFederationTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { describeWith } from "../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../test-sandbox";

describeWith(["moto_server"], "An operation that nobody implements", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
  });
  afterAll(() => test.end());

  const refused = (operation: string) => ({
    code: "NotImplemented",
    message: expect.stringContaining(`Fleetbook's sandbox does not implement ${operation}.`) as string,
    status: 501,
    attempts: 1,
  });

  it("is named and not tried again in a JSON service", async () => {
    const ssm = await test.client(SSMClient, "management");
    expect(await failureOf(ssm.send(new DescribeInventoryDeletionsCommand({})))).toEqual(
      refused("ssm:DescribeInventoryDeletions"),
    );
  });

  it("is named and not tried again in a query service", async () => {
    const iam = await test.client(IAMClient, "management");
    const command = new GenerateServiceLastAccessedDetailsCommand({ Arn: "arn:aws:iam::111111111111:user/any" });
    expect(await failureOf(iam.send(command))).toEqual(refused("iam:GenerateServiceLastAccessedDetails"));
  });

  it("is named and not tried again in a service of the gateway's own", async () => {
    const sts = await test.client(STSClient, "management");
    expect(await failureOf(sts.send(new GetFederationTokenCommand({ Name: "any" })))).toEqual(
      refused("sts:GetFederationToken"),
    );
  });

  it("is named and not tried again in EC2", async () => {
    const ec2 = await test.client(EC2Client, "management");
    const command = new EnableSnapshotBlockPublicAccessCommand({ State: "block-new-sharing" });
    expect(await failureOf(ec2.send(command))).toEqual(refused("ec2:EnableSnapshotBlockPublicAccess"));
  });

  describe("in S3", () => {
    let s3: S3Client;
    beforeAll(async () => {
      s3 = await test.client(S3Client, "management");
      await s3.send(new CreateBucketCommand({ Bucket: "coverage" }));
    });

    it("is named and not tried again", async () => {
      const command = new PutBucketAnalyticsConfigurationCommand({
        Bucket: "coverage",
        Id: "any",
        AnalyticsConfiguration: { Id: "any", StorageClassAnalysis: {} },
      });
      expect(await failureOf(s3.send(command))).toEqual(refused("s3:PutBucketAnalyticsConfiguration"));
      const read = new GetObjectRetentionCommand({ Bucket: "coverage", Key: "any" });
      expect(await failureOf(s3.send(read))).toEqual(refused("s3:GetObjectRetention"));
    });

    it("does not fall through to the bucket itself", async () => {
      const command = new DeleteBucketAnalyticsConfigurationCommand({ Bucket: "coverage", Id: "any" });
      expect(await failureOf(s3.send(command))).toEqual(refused("s3:DeleteBucketAnalyticsConfiguration"));
      await s3.send(new HeadBucketCommand({ Bucket: "coverage" }));
    });
  });

  it("is distinguished from an operation that fails inside moto", async () => {
    const response = await rawJson("dynamodb", "DynamoDB_20120810.ExecuteStatement", { Statement: "not PartiQL" });
    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({
      __type: "SandboxFailure",
      message: expect.stringMatching(
        /^dynamodb:ExecuteStatement failed inside moto[^:]* moto\.log in the sandbox's folder/,
      ) as string,
    });
  });

  it("is answered in the protocol of a service that moto does not know at all", async () => {
    const response = await rawJson("no-such-service", "NoSuchService_20260101.CreateThing", {});
    expect(response.status).toBe(501);
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.0");
    expect(await response.json()).toMatchObject({
      __type: "NotImplemented",
      message: "Fleetbook's sandbox does not implement no-such-service:CreateThing.",
    });
  });

  async function rawJson(service: string, target: string, input: unknown): Promise<Response> {
    const { accessKeyId } = await test.sandbox.credentials({ account: "management" });
    return fetch(test.sandbox.endpoint, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": target,
      },
      body: JSON.stringify(input),
    });
  }
});
