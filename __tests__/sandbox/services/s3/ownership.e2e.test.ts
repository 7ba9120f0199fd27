import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { APP_DEV_ID, MANAGEMENT_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { runBoto } from "../../boto";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const KEY = "a folder/plus+percent%41 ümlaut.tfstate";

describeWith(["moto_server"], "S3", (moto) => {
  let test: TestSandbox;
  let owner: S3Client;
  let other: S3Client;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    owner = await test.client(S3Client, "app-dev");
    other = await test.client(S3Client, "management");
    await owner.send(new CreateBucketCommand({ Bucket: "owned" }));
    await owner.send(new PutObjectCommand({ Bucket: "owned", Key: KEY, Body: "state" }));
    await other.send(new CreateBucketCommand({ Bucket: "others" }));
  });
  afterAll(() => test.end());

  it("returns the owner's objects, whatever characters are in their keys", async () => {
    const { Body } = await owner.send(new GetObjectCommand({ Bucket: "owned", Key: KEY }));
    expect(await Body?.transformToString()).toBe("state");
  });

  it("accepts an upload with a trailing checksum, as Terraform and the AWS CLI send it", async () => {
    const { accessKeyId, sessionToken = "" } = await test.sandbox.credentials({ account: "app-dev" });
    const chunks = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
    const response = await fetch(`${test.sandbox.endpoint}/owned/chunked`, {
      method: "PUT",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/ap-northeast-1/s3/aws4_request, SignedHeaders=host, Signature=0`,
        "x-amz-security-token": sessionToken,
        "content-encoding": "aws-chunked",
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": "5",
        "x-amz-trailer": "x-amz-checksum-crc32",
      },
      body: chunks,
    });
    expect(response.status).toBe(200);
    const { Body } = await owner.send(new GetObjectCommand({ Bucket: "owned", Key: "chunked" }));
    expect(await Body?.transformToString()).toBe("hello");
  });

  it("answers a presigned request", async () => {
    const { accessKeyId, sessionToken = "" } = await test.sandbox.credentials({ account: "app-dev" });
    const url = new URL(`/owned/${encodeURIComponent(KEY).replace("%2F", "/")}`, test.sandbox.endpoint);
    url.searchParams.set("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    url.searchParams.set("X-Amz-Credential", `${accessKeyId}/20260101/ap-northeast-1/s3/aws4_request`);
    url.searchParams.set("X-Amz-Security-Token", sessionToken);
    url.searchParams.set("X-Amz-Signature", "0");
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, "state"]);
  });

  it("answers a request presigned with Signature Version 2, as version 1 of the AWS CLI does", async () => {
    const iam = await test.client(IAMClient, "app-dev");
    await iam.send(new CreateUserCommand({ UserName: "presigner" }));
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    await iam.send(new AttachUserPolicyCommand({ UserName: "presigner", PolicyArn }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: "presigner" }));
    const path = encodeURIComponent(KEY).replace("%2F", "/");
    const query = `AWSAccessKeyId=${key?.AccessKeyId ?? ""}&Signature=any&Expires=4000000000`;
    const response = await fetch(`${test.sandbox.endpoint}/owned/${path}?${query}`);
    expect([response.status, await response.text()]).toEqual([200, "state"]);
  });

  it("answers in its own Region, and boto3 follows it there", async () => {
    const elsewhere = await test.client(S3Client, "app-dev", "eu-central-1");
    expect(await failureOf(elsewhere.send(new GetObjectCommand({ Bucket: "owned", Key: KEY })))).toMatchObject({
      code: "PermanentRedirect",
      status: 301,
      attempts: 1,
    });
    const location = new GetBucketLocationCommand({ Bucket: "owned" });
    expect((await elsewhere.send(location)).LocationConstraint).toBe("ap-northeast-1");
    const program = `
import boto3, json
s3 = boto3.client("s3", "us-west-2")
keys = [one["Key"] for one in s3.list_objects_v2(Bucket="owned")["Contents"]]
print(json.dumps([s3.head_bucket(Bucket="owned")["BucketRegion"], keys]))`;
    expect(await runBoto(moto, test, ["-c", program])).toEqual([
      "ap-northeast-1",
      expect.arrayContaining([KEY]) as string[],
    ]);
  });

  it("denies another account access to the bucket", async () => {
    expect(await failureOf(other.send(new GetObjectCommand({ Bucket: "owned", Key: KEY })))).toMatchObject({
      code: "AccessDenied",
      status: 403,
      attempts: 1,
    });
    expect(await failureOf(other.send(new PutObjectCommand({ Bucket: "owned", Key: KEY, Body: "any" })))).toMatchObject(
      {
        code: "AccessDenied",
      },
    );
    expect(await failureOf(other.send(new HeadBucketCommand({ Bucket: "owned" })))).toMatchObject({ status: 403 });
  });

  it("admits another account to what the bucket's policy shares, under the account's own id", async () => {
    await owner.send(new CreateBucketCommand({ Bucket: "shared" }));
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: "arn:aws:s3:::shared/*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Effect: "Allow",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::shared/${aws:PrincipalAccount}/*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } },
        },
      ],
    });
    await owner.send(new PutBucketPolicyCommand({ Bucket: "shared", Policy }));
    const put = (Key: string) => other.send(new PutObjectCommand({ Bucket: "shared", Key, Body: "output" }));
    await put(`${MANAGEMENT_ID}/stdout`);
    expect(await failureOf(put(`${APP_DEV_ID}/stdout`))).toMatchObject({ code: "AccessDenied" });
    const read = other.send(new GetObjectCommand({ Bucket: "shared", Key: `${MANAGEMENT_ID}/stdout` }));
    expect(await failureOf(read)).toMatchObject({ code: "AccessDenied" });
    const { Body } = await owner.send(new GetObjectCommand({ Bucket: "shared", Key: `${MANAGEMENT_ID}/stdout` }));
    expect(await Body?.transformToString()).toBe("output");
  });

  it("denies another account a copy from the bucket", async () => {
    const copy = new CopyObjectCommand({
      Bucket: "others",
      Key: "copy",
      CopySource: `owned/${encodeURIComponent(KEY)}`,
    });
    expect(await failureOf(other.send(copy))).toMatchObject({ code: "AccessDenied" });
  });

  it("lists for each account only its own buckets", async () => {
    const names = async (s3: S3Client) => (await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name);
    expect(await names(owner)).toEqual(["owned", "shared"]);
    expect(await names(other)).toEqual(["others"]);
  });

  it("gives a bucket name to one account only", async () => {
    expect(await failureOf(other.send(new CreateBucketCommand({ Bucket: "owned" })))).toMatchObject({
      code: "BucketAlreadyExists",
      status: 409,
    });
    expect(await failureOf(owner.send(new CreateBucketCommand({ Bucket: "owned" })))).toMatchObject({
      code: "BucketAlreadyOwnedByYou",
    });
  });

  it("gives a bucket name to another account after its bucket is deleted", async () => {
    await owner.send(new CreateBucketCommand({ Bucket: "passed-on" }));
    await owner.send(new DeleteBucketCommand({ Bucket: "passed-on" }));
    await other.send(new CreateBucketCommand({ Bucket: "passed-on" }));
    await other.send(new HeadBucketCommand({ Bucket: "passed-on" }));
  });

  it("refuses the owner too if the request expects another owner", async () => {
    const head = (ExpectedBucketOwner: string) =>
      owner.send(new HeadBucketCommand({ Bucket: "owned", ExpectedBucketOwner }));
    await head(APP_DEV_ID);
    expect(await failureOf(head(MANAGEMENT_ID))).toMatchObject({ status: 403 });
  });
});
