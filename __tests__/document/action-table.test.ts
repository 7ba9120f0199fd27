import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ACTION_NAMES, actionOf } from "../../src/document/action-table";

const context = { partition: "aws", region: "*", accountId: "*", parameters: {}, targetTag: undefined };

it("the table of actions has every Automation action", () => {
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

it("the table of actions has no action under another name", () => {
  for (const name of ["aws:runShellScript", "sleep", "toString", undefined, 3]) expect(actionOf(name)).toBeUndefined();
});

it("aws:runCommand has exactly the sixteen inputs that AWS lists in its error message", () => {
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
  it("is listed under its own name, with a description", () => {
    expect(action?.name).toBe(name);
    expect(action?.does).toMatch(/^[A-Z].*\.$/);
  });

  it("names its page in AWS's guide", () => {
    const source = readFileSync(join("src/document/actions", `${name.replace("aws:", "")}.ts`), "utf8");
    expect(source).toMatch(/https:\/\/docs\.aws\.amazon\.com\/systems-manager\/latest\/userguide\/[\w-]+\.html/);
  });

  it("names only inputs of its own in combinations", () => {
    for (const { inputs } of action?.combinations ?? []) {
      for (const input of inputs) expect(Object.keys(action?.inputs ?? {})).toContain(input);
    }
  });

  it("requires IAM actions on ARNs, with a reason if the resource is *", () => {
    for (const { actions, resources, because } of action?.permissions({ inputs: {}, context }) ?? []) {
      for (const one of actions) expect(one).toMatch(/^[a-z0-9-]+:[A-Za-z*]+$/);
      for (const resource of resources) expect(resource).toMatch(/^(\*|arn:)/);
      if (resources.includes("*")) expect(because).toMatch(/\.$/);
    }
  });

  it("has a default time-out no longer than its maximum", () => {
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

it("aws:changeInstanceState requires the permission for its one change of state, and none if it only checks the state", () => {
  const changes = (inputs: object) =>
    (actionOf("aws:changeInstanceState")?.permissions({ inputs: { ...inputs }, context }) ?? [])
      .flatMap(({ actions }) => actions)
      .filter((action) => !action.startsWith("ec2:Describe"));
  expect(changes({ DesiredState: "running" })).toEqual(["ec2:StartInstances"]);
  expect(changes({ DesiredState: "running", CheckStateOnly: true })).toEqual([]);
});
