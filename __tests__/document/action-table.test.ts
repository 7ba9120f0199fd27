import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ACTION_NAMES, actionOf } from "../../src/document/action-table";

const context = { partition: "aws", region: "*", accountId: "*", parameters: {}, targetTag: undefined };

it("knows every action of Automation", () => {
  expect(ACTION_NAMES.map((name) => name.replace("aws:", "")).sort()).toEqual([
    "approve",
    "assertAwsResourceProperty",
    "branch",
    "changeInstanceState",
    "copyImage",
    "createImage",
    "createStack",
    "createTags",
    "deleteImage",
    "deleteStack",
    "executeAutomation",
    "executeAwsApi",
    "executeScript",
    "executeStateMachine",
    "invokeLambdaFunction",
    "invokeWebhook",
    "loop",
    "pause",
    "runCommand",
    "runInstances",
    "sleep",
    "updateVariable",
    "waitForAwsResourceProperty",
  ]);
});

it("knows no action by another name", () => {
  for (const name of ["aws:runShellScript", "sleep", "toString", undefined, 3]) expect(actionOf(name)).toBeUndefined();
});

it("knows exactly the sixteen inputs of aws:runCommand that AWS names in its error", () => {
  expect(Object.keys(actionOf("aws:runCommand")?.inputs ?? {}).sort()).toEqual([
    "CloudWatchOutputConfig",
    "Comment",
    "DocumentHash",
    "DocumentHashType",
    "DocumentName",
    "DocumentVersion",
    "InstanceIds",
    "MaxConcurrency",
    "MaxErrors",
    "NotificationConfig",
    "OutputS3BucketName",
    "OutputS3KeyPrefix",
    "Parameters",
    "ServiceRoleArn",
    "Targets",
    "TimeoutSeconds",
  ]);
});

describe.each(ACTION_NAMES.map((name) => [name, actionOf(name)] as const))("%s", (name, action) => {
  it("goes by its own name and says what it does", () => {
    expect(action?.name).toBe(name);
    expect(action?.does).toMatch(/^[A-Z].*\.$/);
  });

  it("names the page of AWS's guide that it follows", () => {
    const source = readFileSync(join("src/document/actions", `${name.replace("aws:", "")}.ts`), "utf8");
    expect(source).toMatch(/https:\/\/docs\.aws\.amazon\.com\/systems-manager\/latest\/userguide\/[\w-]+\.html/);
  });

  it("has combinations of inputs that exist", () => {
    for (const { inputs } of action?.combinations ?? []) {
      for (const input of inputs) expect(Object.keys(action?.inputs ?? {})).toContain(input);
    }
  });

  it("asks for IAM actions on ARNs, and says why where it asks for everything", () => {
    for (const { actions, resources, because } of action?.permissions({ inputs: {}, context }) ?? []) {
      for (const one of actions) expect(one).toMatch(/^[a-z0-9-]+:[A-Za-z*]+$/);
      for (const resource of resources) expect(resource).toMatch(/^(\*|arn:)/);
      if (resources.includes("*")) expect(because).toMatch(/\.$/);
    }
  });

  it("does not take longer by default than it can", () => {
    expect(action?.defaultTimeoutSeconds ?? 0).toBeLessThanOrEqual(action?.maximumTimeoutSeconds ?? Infinity);
  });
});

it.each([
  ["aws:deleteStack", { StackName: "app" }, "cloudformation:DeleteStack", "arn:aws:cloudformation:*:*:stack/app/*"],
  ["aws:invokeLambdaFunction", { FunctionName: "tell" }, "lambda:InvokeFunction", "arn:aws:lambda:*:*:function:tell"],
  [
    "aws:executeStateMachine",
    { stateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:a" },
    "states:StartExecution",
    "arn:aws:states:eu-west-1:1:stateMachine:a",
  ],
  [
    "aws:approve",
    { NotificationArn: "arn:aws:sns:eu-west-1:1:Automation-a" },
    "sns:Publish",
    "arn:aws:sns:eu-west-1:1:Automation-a",
  ],
  ["aws:createTags", { ResourceType: "Parameter" }, "ssm:AddTagsToResource", "arn:aws:ssm:*:*:parameter/*"],
  ["aws:changeInstanceState", { DesiredState: "stopped" }, "ec2:StopInstances", "arn:aws:ec2:*:*:instance/*"],
  ["aws:deleteImage", { ImageId: "ami-1" }, "ec2:DeregisterImage", "arn:aws:ec2:*::image/ami-1"],
  ["aws:runInstances", { ImageId: "ami-1", IamInstanceProfileName: "p" }, "iam:PassRole", "arn:aws:iam::*:role/*"],
  ["aws:invokeWebhook", { IntegrationName: "chat" }, "ssm:GetParameter", "arn:aws:ssm:*:*:parameter/*"],
])("%s with %j needs %s on %s", (name, inputs, action, resource) => {
  const statements = actionOf(name)?.permissions({ inputs, context }) ?? [];
  expect(statements.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources)).toEqual([
    resource,
  ]);
});

it("allows the one change of state that a step makes, and none where it only looks", () => {
  const changes = (inputs: object) =>
    (actionOf("aws:changeInstanceState")?.permissions({ inputs: { ...inputs }, context }) ?? [])
      .flatMap(({ actions }) => actions)
      .filter((action) => !action.startsWith("ec2:Describe"));
  expect(changes({ DesiredState: "running" })).toEqual(["ec2:StartInstances"]);
  expect(changes({ DesiredState: "running", CheckStateOnly: true })).toEqual([]);
});
