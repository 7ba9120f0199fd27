import { defineRunbook } from "../../../src/document/define";
import type { Runbook, Step } from "../../../src/document/model";
import { ConfigurationError } from "../../../src/diagnostics/errors";
import type { Fleet } from "../../../src/fleet/model";
import { checkOs } from "../../../runbooks/check-os";
import { createAndShareAmi } from "../../../runbooks/create-and-share-ami";
import { RunbookRole } from "../../../stacks/constructs/runbook-role";
import {
  accountOf,
  exampleFleet,
  partitionFleet,
  resource,
  resources,
  statements,
  twoRegionFleet,
  type Statement,
} from "../example-fleet";
import { stackWith } from "../one-construct";

function stackOf(runbook: Runbook, fleet: Fleet = exampleFleet, others: readonly Runbook[] = []) {
  return stackWith((scope, provider) => {
    new RunbookRole(scope, "role", {
      fleet,
      account: accountOf(fleet, "app-dev"),
      runbook,
      runbooks: new Map(others.map((other) => [other.name, other])),
      provider,
    });
  }, fleet);
}
const policyOf = (...of: Parameters<typeof stackOf>): readonly Statement[] =>
  statements(resource(stackOf(...of), "aws_iam_role_policy").policy);
const resourcesFor = (policy: readonly Statement[], action: string) =>
  policy.filter(({ Action }) => [Action].flat().includes(action)).flatMap(({ Resource }) => Resource ?? []);

const withRole = (...mainSteps: Step[]): Runbook =>
  defineRunbook({
    name: "example",
    assumeRole: "{{ Role }}",
    parameters: { Role: { type: "AWS::IAM::Role::Arn" } },
    mainSteps,
  });
const sleep: Step = { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1M" } };
const nest = (DocumentName: string): Step => ({
  name: "nest",
  action: "aws:executeAutomation",
  inputs: { DocumentName },
});
const script = (Script: string): Step => ({
  name: "count",
  action: "aws:executeScript",
  inputs: { Runtime: "python3.11", Handler: "run", Script },
});

/** Steps that publish to as many topics. */
const topics = (count: number): Step[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `call${index}`,
    action: "aws:executeAwsApi",
    inputs: { Service: "sns", Api: "Publish", TopicArn: `topic-${index}` },
  }));

describe("a runbook role", () => {
  it("is named after its runbook", () => {
    expect(resource(stackOf(checkOs), "aws_iam_role")).toMatchObject({ name: "FleetbookRunbook-check-os", path: "/" });
  });

  it("has a name of at most 64 characters that differs for each runbook", () => {
    const nameOf = (name: string) => resource(stackOf({ ...checkOs, name }), "aws_iam_role")["name"];
    const long = "a".repeat(60);
    expect(String(nameOf(`${long}-one`))).toHaveLength(64);
    expect(nameOf(`${long}-one`)).not.toBe(nameOf(`${long}-two`));
  });

  it("trusts only Systems Manager, for executions of its own account", () => {
    expect(statements(resource(stackOf(checkOs), "aws_iam_role").assume_role_policy)).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "ssm.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "222222222222" },
          ArnLike: { "aws:SourceArn": "arn:aws:ssm:*:222222222222:automation-execution/*" },
        },
      },
    ]);
  });

  it("has only the derived policy", () => {
    expect(resources(stackOf(checkOs)).map(([address]) => address.split(".")[0])).toEqual([
      "aws_iam_role",
      "aws_iam_role_policy",
    ]);
  });

  it("may send commands only with the documents of the steps and only to instances of its account", () => {
    expect(resourcesFor(policyOf(checkOs), "ssm:SendCommand")).toEqual([
      "arn:aws:ec2:ap-northeast-1:222222222222:instance/*",
      "arn:aws:ssm:ap-northeast-1::document/AWS-RunShellScript",
    ]);
  });

  it("covers only the fleet's Regions", () => {
    expect(resourcesFor(policyOf(checkOs, twoRegionFleet), "ssm:SendCommand")).toEqual([
      "arn:aws:ec2:ap-northeast-1:222222222222:instance/*",
      "arn:aws:ec2:us-east-1:222222222222:instance/*",
      "arn:aws:ssm:ap-northeast-1::document/AWS-RunShellScript",
      "arn:aws:ssm:us-east-1::document/AWS-RunShellScript",
    ]);
  });

  it("may pass only itself, and only to Systems Manager", () => {
    expect(policyOf(createAndShareAmi).filter(({ Action }) => [Action].flat().includes("iam:PassRole"))).toEqual([
      {
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: ["arn:aws:iam::222222222222:role/FleetbookRunbook-create-and-share-ami"],
        Condition: { StringEquals: { "iam:PassedToService": ["ssm.amazonaws.com"] } },
      },
    ]);
  });

  it("may pass no role if the runbook starts no other execution", () => {
    const step: Step = { name: "call", action: "aws:executeAwsApi", inputs: { Service: "sqs", Api: "ListQueues" } };
    expect(policyOf(withRole(step))).toEqual([{ Effect: "Allow", Action: ["sqs:ListQueues"], Resource: ["*"] }]);
  });

  it("may start executions of its own runbook if the runbook takes targets", () => {
    expect(resourcesFor(policyOf(checkOs), "ssm:StartAutomationExecution")).toEqual([
      "arn:aws:ssm:ap-northeast-1:222222222222:automation-definition/check-os:*",
    ]);
  });

  it("may share only the account's own images", () => {
    expect(
      policyOf(createAndShareAmi).filter(({ Action }) => [Action].flat().includes("ec2:ModifyImageAttribute")),
    ).toMatchObject([{ Condition: { StringEquals: { "ec2:Owner": ["222222222222"] } } }]);
  });

  it("may act only on instances with the target tag if there is one", () => {
    const stack = stackWith((scope, provider) => {
      new RunbookRole(scope, "role", {
        ...{ fleet: exampleFleet, account: accountOf(exampleFleet, "app-dev"), provider, runbooks: new Map() },
        runbook: createAndShareAmi,
        targetTag: { key: "MyDocument", value: "Group1" },
      });
    });
    const onInstances = statements(resource(stack, "aws_iam_role_policy").policy).filter(({ Resource }) =>
      JSON.stringify(Resource).includes(":instance/"),
    );
    expect(onInstances).toEqual([
      {
        Effect: "Allow",
        Action: ["ec2:CreateImage"],
        Resource: ["arn:aws:ec2:ap-northeast-1:222222222222:instance/*"],
        Condition: { StringEquals: { "aws:ResourceTag/MyDocument": ["Group1"] } },
      },
    ]);
  });

  it("includes the permissions of the runbooks that the runbook calls", () => {
    expect(resourcesFor(policyOf(withRole(nest("check-os")), exampleFleet, [checkOs]), "ssm:SendCommand")).toContain(
      "arn:aws:ssm:ap-northeast-1::document/AWS-RunShellScript",
    );
  });

  it("has no policy if the steps need no permissions", () => {
    expect(stackOf(withRole(sleep)).resource).not.toHaveProperty("aws_iam_role_policy");
  });

  it("escapes policy variables, so that Terraform does not read them as templates", () => {
    const declared = script("import boto3\n# permissions: s3:GetObject on arn:aws:s3:::b/${aws:PrincipalAccount}/*\n");
    expect(resourcesFor(policyOf(withRole(declared)), "s3:GetObject")).toEqual([
      "arn:aws:s3:::b/$${aws:PrincipalAccount}/*",
    ]);
  });

  it("uses ARNs of the fleet's partition", () => {
    const stack = JSON.stringify(stackOf(checkOs, partitionFleet("aws-cn", "cn-north-1")).resource);
    expect(stack).toContain("arn:aws-cn:ssm:cn-north-1::document/AWS-RunShellScript");
    expect(stack).not.toContain("arn:aws:");
  });

  describe("is refused", () => {
    it.each<[string, Step, string]>([
      [
        "calls AWS in a script and declares nothing",
        script("import boto3\nboto3.client()\n"),
        "The script of step count",
      ],
      [
        "calls an API for which AWS documents no action",
        {
          name: "call",
          action: "aws:executeAwsApi",
          inputs: { Service: "codecatalyst", Api: "CreateProject" },
        },
        "AWS documents no IAM action for CreateProject of the service codecatalyst",
      ],
      ["calls a runbook that is not known", nest("elsewhere"), "What the runbook elsewhere needs is not known"],
    ])("if the runbook %s", (_what, step, message) => {
      expect(() => stackOf(withRole(step))).toThrow(ConfigurationError);
      expect(() => stackOf(withRole(step))).toThrow(message);
      expect(() => stackOf(withRole(step))).toThrow("# permissions:");
    });

    it("if IAM would not attach as many policies to the role", () => {
      expect(() => stackOf(withRole(...topics(1500)))).toThrow(/IAM attaches 10 to a role/);
    });
  });

  it("has managed policies if an inline policy has no room for what the steps need", () => {
    const stack = stackOf(withRole(...topics(400)));
    const managed = resources(stack, "aws_iam_policy").map(([, body]) => body);
    expect(managed.map(({ name }) => name)).toEqual(managed.map((_, index) => `FleetbookRunbook-example-${index + 1}`));
    expect(managed.every(({ policy }) => String(policy).length <= 6144)).toBe(true);
    expect(managed.flatMap(({ policy }) => statements(policy)).flatMap(({ Resource }) => Resource)).toHaveLength(400);
    expect(resources(stack, "aws_iam_role_policy_attachment")).toHaveLength(managed.length);
    expect(stack.resource).not.toHaveProperty("aws_iam_role_policy");
  });

  it("is not refused if a step declares the permissions that cannot be derived", () => {
    const description =
      "Reboots it.\n# permissions: ec2:RebootInstances on arn:aws:ec2:*:{{ global:ACCOUNT_ID }}:instance/*";
    const step = { ...nest("AWS-RestartEC2Instance"), description };
    expect(resourcesFor(policyOf(withRole(step)), "ec2:RebootInstances")).toEqual([
      "arn:aws:ec2:*:222222222222:instance/*",
    ]);
  });
});
