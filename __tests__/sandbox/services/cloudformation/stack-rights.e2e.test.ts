/** CloudFormation's rights as the AWS CLI meets them. */
import { execFile } from "node:child_process";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { describeWith } from "../../../requires";
import { APP_DEV_ID, HOME_REGION } from "../../example-fleet";
import { startTestSandbox, type TestSandbox } from "../../test-sandbox";

const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });

describeWith(["moto_server", "aws"], "a stack of a role with few permissions", (moto, aws) => {
  let test: TestSandbox;
  let env: NodeJS.ProcessEnv;
  const mayAlso = (...actions: readonly string[]) => policy(["cloudformation:*", ...actions]);
  let policy: (actions: readonly string[]) => Promise<unknown>;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    const iam = await test.client(IAMClient, "app-dev");
    const sts = await test.client(STSClient, "app-dev");
    const trust = { Effect: "Allow", Principal: { AWS: APP_DEV_ID }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    await iam.send(new CreateRoleCommand({ RoleName: "stacks", AssumeRolePolicyDocument }));
    policy = (Action) =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName: "stacks",
          PolicyName: "work",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action, Resource: "*" }],
          }),
        }),
      );
    await mayAlso();
    const RoleArn = `arn:aws:iam::${APP_DEV_ID}:role/stacks`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
    env = {
      ...process.env,
      AWS_ENDPOINT_URL: test.sandbox.endpoint,
      AWS_DEFAULT_REGION: HOME_REGION,
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    };
  });
  afterAll(() => test.end());

  /** What the AWS CLI says on stderr; empty if it succeeds. */
  const cloudformation = (...args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      execFile(aws, ["cloudformation", ...args], { env }, (_error, _stdout, stderr) => resolve(stderr));
    });
  const create = ["create-stack", "--stack-name", "case", "--template-body", TEMPLATE];
  const change = ["--stack-name", "case", "--change-set-name", "again"];

  it("is created, changed and deleted only with permission for its resources", async () => {
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
});
