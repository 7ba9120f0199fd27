import { request } from "node:http";
import { text } from "node:stream/consumers";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListDocumentsCommand, SSMClient } from "@aws-sdk/client-ssm";
import {
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { MAXIMUM_BODY_BYTES } from "../../../src/sandbox/gateway/read-request";
import { APP_DEV_ID, MANAGEMENT_ID, PARTNER_ID } from "../example-fleet";
import { describeWith } from "../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../test-sandbox";

describeWith(["moto_server"], "The gateway", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
  });
  afterAll(() => test.end());

  const stranger = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "any" };

  describe("refuses an access key that is not of this sandbox", () => {
    it.each([
      [
        "a JSON service",
        "UnrecognizedClientException",
        () => test.clientWith(SSMClient, stranger).send(new ListDocumentsCommand({})),
      ],
      [
        "a query service",
        "InvalidClientTokenId",
        () => test.clientWith(IAMClient, stranger).send(new ListUsersCommand({})),
      ],
      [
        "STS",
        "InvalidClientTokenId",
        () => test.clientWith(STSClient, stranger).send(new GetCallerIdentityCommand({})),
      ],
      ["EC2", "AuthFailure", () => test.clientWith(EC2Client, stranger).send(new DescribeVpcsCommand({}))],
      ["S3", "InvalidAccessKeyId", () => test.clientWith(S3Client, stranger).send(new ListBucketsCommand({}))],
    ])("in the words of %s", async (_, code, call: () => Promise<unknown>) => {
      expect(await failureOf(call())).toMatchObject({ code, attempts: 1 });
    });
  });

  it("refuses temporary credentials without their session token", async () => {
    const { accessKeyId, secretAccessKey } = await test.sandbox.credentials({ account: "app-dev" });
    const sts = test.clientWith(STSClient, { accessKeyId, secretAccessKey });
    expect(await failureOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ code: "InvalidClientTokenId" });
  });

  it("refuses a request without a signature", async () => {
    const query = await fetch(test.sandbox.endpoint, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=ListUsers&Version=2010-05-08",
    });
    expect(query.status).toBe(403);
    expect(await query.text()).toContain("<Code>MissingAuthenticationToken</Code>");

    const s3 = await fetch(`${test.sandbox.endpoint}/any/key`);
    expect(s3.status).toBe(403);
    expect(await s3.text()).toContain("<Code>AccessDenied</Code>");
  });

  it("refuses a signature that it cannot read", async () => {
    const response = await fetch(test.sandbox.endpoint, { headers: { authorization: "AWS someone:something" } });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("<Code>IncompleteSignature</Code>");
  });

  it("refuses a host name other than localhost, whatever it resolves to", async () => {
    const { port } = new URL(test.sandbox.endpoint);
    const answer = await new Promise((resolve, reject) => {
      const outgoing = request({ host: "127.0.0.1", port, headers: { host: `rebound.example.com:${port}` } });
      outgoing.on("response", (response) => {
        text(response).then(resolve, reject);
      });
      outgoing.on("error", reject);
      outgoing.end();
    });
    expect(answer).toContain(`not to the host "rebound.example.com:${port}"`);
  });

  it("refuses a body above the size limit", async () => {
    const { accessKeyId } = await test.sandbox.credentials({ account: "management" });
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(`${test.sandbox.endpoint}/any/key`, {
        method: "PUT",
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0`,
        },
      });
      outgoing.on("response", (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      outgoing.on("error", reject);
      outgoing.end(Buffer.alloc(MAXIMUM_BODY_BYTES + 1));
    });
    expect(status).toBe(413);
  });

  it("serves a request in the account of its access key, whatever account its headers claim", async () => {
    const iam = await test.client(IAMClient, "partner");
    iam.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers["x-moto-account-id"] = MANAGEMENT_ID;
        return next(args);
      },
      { step: "build" },
    );
    const { Users } = await iam.send(new ListUsersCommand({}));
    expect(Users?.map(({ Arn }) => Arn)).toEqual([`arn:aws:iam::${PARTNER_ID}:user/fleetbook-operator`]);
  });

  it("accepts access keys that IAM created, until they are deleted", async () => {
    const iam = await test.client(IAMClient, "app-dev");
    await iam.send(new CreateUserCommand({ UserName: "maker", Path: "/people/" }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: "maker" }));
    const accessKeyId = key?.AccessKeyId ?? "";
    const sts = test.clientWith(STSClient, { accessKeyId, secretAccessKey: key?.SecretAccessKey ?? "" });

    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: APP_DEV_ID, Arn: `arn:aws:iam::${APP_DEV_ID}:user/people/maker` });
    const administrator = await test.client(STSClient, "app-dev");
    expect(await administrator.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }))).toMatchObject({
      Account: APP_DEV_ID,
    });

    await iam.send(new DeleteAccessKeyCommand({ UserName: "maker", AccessKeyId: accessKeyId }));
    expect(await failureOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ code: "InvalidClientTokenId" });
  });

  it("gives a user session credentials of the same identity", async () => {
    const sts = await test.client(STSClient, "management");
    const { Credentials: given } = await sts.send(new GetSessionTokenCommand({}));
    const temporary = test.clientWith(STSClient, {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken ?? "",
    });
    const [before, after] = [
      await sts.send(new GetCallerIdentityCommand({})),
      await temporary.send(new GetCallerIdentityCommand({})),
    ];
    expect(after.Arn).toBe(before.Arn);
  });
});
