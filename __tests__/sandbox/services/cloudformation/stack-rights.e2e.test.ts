/** CloudFormation as the AWS CLI meets it. */
import { execFile } from "node:child_process";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Credentials } from "../../../../src/sandbox/identities/principals";
import { describeWith } from "../../../requires";
import { APP_DEV_ID, HOME_REGION } from "../../example-fleet";
import { startTestSandbox, type TestSandbox } from "../../test-sandbox";

const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });

const trusting = (AWS: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
});
const roleArn = (name: string) => `arn:aws:iam::${APP_DEV_ID}:role/${name}`;

describeWith(["moto_server", "aws"], "CloudFormation", (moto, aws) => {
  let test: TestSandbox;
  let iam: IAMClient;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    iam = await test.client(IAMClient, "app-dev");
  });
  afterAll(() => test.end());

  const makeRole = (RoleName: string, trusted: string) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trusting(trusted)) }));

  /** What the AWS CLI says on stderr with these credentials; empty if it succeeds. */
  function cli(credentials: Credentials, ...args: readonly string[]): Promise<string> {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: test.sandbox.endpoint,
      AWS_DEFAULT_REGION: HOME_REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    };
    return new Promise((resolve) => {
      execFile(aws, ["cloudformation", ...args], { env }, (_error, _stdout, stderr) => resolve(stderr));
    });
  }

  it("creates, changes and deletes only what its caller may", async () => {
    await makeRole("stacks", APP_DEV_ID);
    const mayAlso = (...actions: readonly string[]) =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName: "stacks",
          PolicyName: "work",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["cloudformation:*", ...actions], Resource: "*" }],
          }),
        }),
      );
    await mayAlso();
    const sts = await test.client(STSClient, "app-dev");
    const assumed = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn("stacks"), RoleSessionName: "test" }));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = assumed.Credentials ?? {};
    const session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const cloudformation = (...args: readonly string[]) => cli(session, ...args);
    const create = ["create-stack", "--stack-name", "case", "--template-body", TEMPLATE];
    const change = ["--stack-name", "case", "--change-set-name", "again"];

    expect(await cloudformation(...create)).toContain("not authorized to perform: sns:CreateTopic");
    await mayAlso("sns:CreateTopic");
    expect(await cloudformation(...create)).toBe("");
    expect(await cloudformation("create-change-set", ...change, "--template-body", TEMPLATE)).toBe("");

    await mayAlso();
    expect(await cloudformation("update-stack", "--stack-name", "case", "--use-previous-template")).toContain(
      "sns:CreateTopic",
    );
    expect(await cloudformation("execute-change-set", ...change)).toContain(
      "not authorized to perform: sns:CreateTopic",
    );
    expect(await cloudformation("delete-stack", "--stack-name", "case")).toContain(
      "not authorized to perform: sns:DeleteTopic",
    );

    await mayAlso("sns:DeleteTopic");
    expect(await cloudformation("delete-stack", "--stack-name", "case")).toBe("");
    expect(await cloudformation("describe-stacks", "--stack-name", "case")).toContain("does not exist");
  });

  it("makes and deletes roles under their unique ids", async () => {
    const admin = await test.sandbox.credentials({ account: "app-dev" });
    const trustOf = async (RoleName: string) => {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
    };
    await makeRole("worker", APP_DEV_ID);
    const { Role: worker } = await iam.send(new GetRoleCommand({ RoleName: "worker" }));
    const Properties = { RoleName: "of-the-stack", AssumeRolePolicyDocument: trusting(roleArn("worker")) };
    const template = JSON.stringify({ Resources: { Role: { Type: "AWS::IAM::Role", Properties } } });
    const stack = ["--stack-name", "roles"];
    expect(
      await cli(admin, "create-stack", ...stack, "--template-body", template, "--capabilities", "CAPABILITY_NAMED_IAM"),
    ).toBe("");
    await makeRole("outside", roleArn("of-the-stack"));
    const { Role: made } = await iam.send(new GetRoleCommand({ RoleName: "of-the-stack" }));

    await iam.send(new DeleteRoleCommand({ RoleName: "worker" }));
    await makeRole("worker", APP_DEV_ID);
    expect(await trustOf("of-the-stack")).toContain(`"${worker?.RoleId}"`);

    expect(await cli(admin, "delete-stack", ...stack)).toBe("");
    expect(await trustOf("outside")).toContain(`"${made?.RoleId}"`);
  });
});
