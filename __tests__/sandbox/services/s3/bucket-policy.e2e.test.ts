import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const TLS_ONLY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::guarded/*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});

describeWith(["moto_server"], "A bucket policy", (moto) => {
  let test: TestSandbox;
  let s3: S3Client;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    s3 = await test.client(S3Client, "app-dev");
  });
  afterAll(() => test.end());

  const put = (Bucket: string, Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const get = async (Bucket: string) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;

  it("is stored as it was put, and locks nobody out although the sandbox has no TLS", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "guarded" }));
    await put("guarded", TLS_ONLY);
    expect(await get("guarded")).toBe(TLS_ONLY);
    await s3.send(new PutObjectCommand({ Bucket: "guarded", Key: "state", Body: "any" }));
    await s3.send(new HeadBucketCommand({ Bucket: "guarded" }));
  });

  it("lets access logs into a bucket only if it allows S3's log delivery", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "logged" }));
    await s3.send(new CreateBucketCommand({ Bucket: "logs" }));
    const log = () =>
      s3.send(
        new PutBucketLoggingCommand({
          Bucket: "logged",
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "logs", TargetPrefix: "logged/" } },
        }),
      );
    await put("logs", TLS_ONLY);
    expect(await failureOf(log())).toMatchObject({ code: "InvalidTargetBucketForLogging" });
    const Statement = [
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::logs/*",
      },
    ];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await put("logs", policy);
    await log();
    expect(await get("logs")).toBe(policy);

    await put("logs", TLS_ONLY);
    expect(await failureOf(log())).toMatchObject({ code: "InvalidTargetBucketForLogging" });
    await put("logs", policy);
    await log();
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: "logs" }));
    expect(await failureOf(log())).toMatchObject({ code: "InvalidTargetBucketForLogging" });
  });

  it("is deleted by its own request, and with its bucket", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "passing" }));
    await put("passing", TLS_ONLY);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: "passing" }));
    expect(await failureOf(get("passing"))).toMatchObject({ code: "NoSuchBucketPolicy", status: 404 });

    await put("passing", TLS_ONLY);
    await s3.send(new DeleteBucketCommand({ Bucket: "passing" }));
    await s3.send(new CreateBucketCommand({ Bucket: "passing" }));
    expect(await failureOf(get("passing"))).toMatchObject({ code: "NoSuchBucketPolicy" });
  });

  it("is refused if it is not JSON or if the bucket does not exist", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "plain" }));
    expect(await failureOf(put("plain", "not JSON"))).toMatchObject({ code: "MalformedPolicy", status: 400 });
    expect(await failureOf(put("not-there", TLS_ONLY))).toMatchObject({ code: "NoSuchBucket", status: 404 });
  });

  it("cannot be read or written by another account", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "private" }));
    await put("private", TLS_ONLY);
    const other = await test.client(S3Client, "management");
    const read = new GetBucketPolicyCommand({ Bucket: "private" });
    expect(await failureOf(other.send(read))).toMatchObject({ code: "AccessDenied" });
    const write = new PutBucketPolicyCommand({ Bucket: "private", Policy: "{}" });
    expect(await failureOf(other.send(write))).toMatchObject({ code: "AccessDenied" });
    expect(await get("private")).toBe(TLS_ONLY);
  });
});
