import {
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  RunInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateDocumentCommand, GetDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Credentials } from "../../../src/sandbox/identities/principals";
import { describeWith } from "../../requires";
import { APP_DEV_ID, HOME_REGION } from "../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../test-sandbox";

describeWith(["moto_server"], "A role in the sandbox", (moto) => {
  let gateway: TestSandbox;
  let admin: Credentials;
  let iam: IAMClient;
  let ec2: EC2Client;
  let tagged: string;
  let untagged: string;

  beforeAll(async () => {
    gateway = await startTestSandbox(moto);
    admin = await gateway.sandbox.credentials({ account: APP_DEV_ID });
    iam = gateway.clientWith(IAMClient, admin);
    ec2 = gateway.clientWith(EC2Client, admin);
    const s3 = gateway.clientWith(S3Client, admin);
    for (const Bucket of ["reports", "secrets"]) {
      await s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: HOME_REGION } }),
      );
    }
    tagged = await launch();
    untagged = await launch();
    await ec2.send(new CreateTagsCommand({ Resources: [tagged], Tags: [{ Key: "app", Value: "web" }] }));
  });
  afterAll(() => gateway.end());

  async function launch(): Promise<string> {
    const { Images: [image] = [] } = await ec2.send(new DescribeImagesCommand({}));
    const { Instances: [instance] = [] } = await ec2.send(
      new RunInstancesCommand({ ImageId: image?.ImageId, MinCount: 1, MaxCount: 1 }),
    );
    return instance?.InstanceId ?? "";
  }

  const putPolicy = (RoleName: string, ...Statement: object[]) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: "work",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
    );

  /** Makes a role with these statements and opens a session of it. */
  async function sessionOf(RoleName: string, ...statements: object[]): Promise<Credentials> {
    const trust = { Effect: "Allow", Principal: { AWS: APP_DEV_ID }, Action: "sts:AssumeRole" };
    const { Role: role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: "/team/",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
      }),
    );
    if (statements.length > 0) await putPolicy(RoleName, ...statements);
    const sts = gateway.clientWith(STSClient, admin);
    const { Credentials: made } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role?.Arn, RoleSessionName: "session" }),
    );
    return {
      accessKeyId: made?.AccessKeyId ?? "",
      secretAccessKey: made?.SecretAccessKey ?? "",
      sessionToken: made?.SessionToken ?? "",
    };
  }

  it("reads the one bucket that it may read", async () => {
    const Statement = { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::reports" };
    const s3 = gateway.clientWith(S3Client, await sessionOf("bucket-reader", Statement));
    expect((await s3.send(new ListObjectsV2Command({ Bucket: "reports" }))).KeyCount).toBe(0);
    expect(await failureOf(s3.send(new ListObjectsV2Command({ Bucket: "secrets" })))).toMatchObject({
      code: "AccessDenied",
      status: 403,
      attempts: 1,
    });
    const put = s3.send(new PutObjectCommand({ Bucket: "reports", Key: "a", Body: "x" }));
    expect(await failureOf(put)).toMatchObject({ code: "AccessDenied" });
  });

  it("stops the one instance that has the tag", async () => {
    const credentials = await sessionOf("stopper", {
      Effect: "Allow",
      Action: "ec2:StopInstances",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/app": "web" } },
    });
    const stopper = gateway.clientWith(EC2Client, credentials);
    await stopper.send(new StopInstancesCommand({ InstanceIds: [tagged] }));
    expect(await failureOf(stopper.send(new StopInstancesCommand({ InstanceIds: [untagged] })))).toMatchObject({
      code: "UnauthorizedOperation",
      status: 403,
      attempts: 1,
      message: expect.stringContaining("the request does not have this key") as string,
    });
    expect(await failureOf(stopper.send(new DescribeInstancesCommand({})))).toMatchObject({
      code: "UnauthorizedOperation",
    });
  });

  it("changes no image that belongs to Amazon", async () => {
    const credentials = await sessionOf(
      "sharer",
      { Effect: "Allow", Action: "ec2:DescribeImages", Resource: "*" },
      {
        Effect: "Allow",
        Action: "ec2:ModifyImageAttribute",
        Resource: "*",
        Condition: { StringEquals: { "ec2:Owner": APP_DEV_ID } },
      },
    );
    const sharer = gateway.clientWith(EC2Client, credentials);
    const { Images: [image] = [] } = await sharer.send(new DescribeImagesCommand({}));
    const share = sharer.send(
      new ModifyImageAttributeCommand({ ImageId: image?.ImageId, Description: { Value: "x" } }),
    );
    expect((await failureOf(share)).message).toMatch(/condition StringEquals ec2:Owner .*the request has/);
  });

  it("reads the documents that have the tag", async () => {
    const author = gateway.clientWith(SSMClient, admin);
    const Content = JSON.stringify({
      schemaVersion: "0.3",
      mainSteps: [{ name: "a", action: "aws:pause", inputs: {} }],
    });
    for (const [Name, Value] of [
      ["tagged-document", "web"],
      ["other-document", "db"],
    ]) {
      const Tags = [{ Key: "app", Value }];
      await author.send(new CreateDocumentCommand({ Name, Content, DocumentType: "Automation", Tags }));
    }
    const credentials = await sessionOf("document-reader", {
      Effect: "Allow",
      Action: "ssm:GetDocument",
      Resource: "*",
      Condition: { StringEquals: { "ssm:resourceTag/app": "web" } },
    });
    const reader = gateway.clientWith(SSMClient, credentials);
    expect((await reader.send(new GetDocumentCommand({ Name: "tagged-document" }))).Content).toBe(Content);
    expect(await failureOf(reader.send(new GetDocumentCommand({ Name: "other-document" })))).toMatchObject({
      code: "AccessDeniedException",
      status: 400,
    });
  });

  it("launches instances with the role that it may pass, by its path, and with no other", async () => {
    await sessionOf("passed");
    await sessionOf("not-passed");
    for (const name of ["passed", "not-passed"]) {
      await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
      await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
    }
    const credentials = await sessionOf(
      "launcher",
      { Effect: "Allow", Action: ["ec2:RunInstances", "ec2:DescribeImages"], Resource: "*" },
      { Effect: "Allow", Action: "iam:PassRole", Resource: `arn:aws:iam::${APP_DEV_ID}:role/team/passed` },
    );
    const launcher = gateway.clientWith(EC2Client, credentials);
    const { Images: [image] = [] } = await launcher.send(new DescribeImagesCommand({}));
    const run = (Name: string) =>
      launcher.send(
        new RunInstancesCommand({ ImageId: image?.ImageId, MinCount: 1, MaxCount: 1, IamInstanceProfile: { Name } }),
      );
    expect((await run("passed")).Instances).toHaveLength(1);
    expect((await failureOf(run("not-passed"))).message).toContain(
      `iam:PassRole on resource: arn:aws:iam::${APP_DEV_ID}:role/team/not-passed`,
    );
  });

  it("may do what a change of its policies allows, at once, and no longer than that", async () => {
    const credentials = await sessionOf("changing");
    const changing = gateway.clientWith(IAMClient, credentials);
    const look = () => changing.send(new GetRoleCommand({ RoleName: "changing" }));
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    expect(await failureOf(look())).toMatchObject({ code: "AccessDenied" });
    await iam.send(new AttachRolePolicyCommand({ RoleName: "changing", PolicyArn }));
    expect((await look()).Role?.Path).toBe("/team/");
    await iam.send(new DetachRolePolicyCommand({ RoleName: "changing", PolicyArn }));
    expect(await failureOf(look())).toMatchObject({ code: "AccessDenied" });
  });

  it("may do nothing once it is deleted, not even under the same name, and still knows who it is", async () => {
    const everything = { Effect: "Allow", Action: "*", Resource: "*" };
    const credentials = await sessionOf("gone", everything);
    const gone = gateway.clientWith(EC2Client, credentials);
    await gone.send(new DescribeInstancesCommand({}));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "gone", PolicyName: "work" }));
    await iam.send(new DeleteRoleCommand({ RoleName: "gone" }));
    expect((await failureOf(gone.send(new DescribeInstancesCommand({})))).message).toContain("has been deleted");
    await sessionOf("gone", everything);
    expect((await failureOf(gone.send(new DescribeInstancesCommand({})))).message).toContain(
      "has been deleted and recreated",
    );
    const sts = gateway.clientWith(STSClient, credentials);
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toContain("assumed-role/gone/session");
  });
});
