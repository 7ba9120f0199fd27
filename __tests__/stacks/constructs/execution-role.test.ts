import { ExecutionRole } from "../../../stacks/constructs/execution-role";
import {
  accountOf,
  central,
  delegatedFleet,
  deployable,
  exampleFleet,
  partitionFleet,
  resource,
  resources,
  runbooks,
  statements,
  twoRegionFleet,
} from "../example-fleet";
import { defineRunbook } from "../../../src/document/define";
import type { Step } from "../../../src/document/model";
import type { CentralRunbook, Fleet } from "../../../src/fleet/model";
import { OwnExecutionRole } from "../../../stacks/constructs/execution-role";
import { stackWith } from "../one-construct";

const stackOf = (fleet = exampleFleet) =>
  stackWith((scope, provider) => {
    new ExecutionRole(scope, "execution-role", { fleet, account: accountOf(fleet, "app-dev"), runbooks, provider });
  }, fleet);
const trust = (fleet = exampleFleet) => statements(resource(stackOf(fleet), "aws_iam_role").assume_role_policy);
const policies = (fleet = exampleFleet) => resources(stackOf(fleet), "aws_iam_role_policy").map(([, body]) => body);
const permissions = (fleet = exampleFleet) =>
  statements(policies(fleet).find(({ name }) => name === "ExecutionPolicy")?.policy);

describe("an execution role", () => {
  it("has the name and the path that AWS documents", () => {
    expect(resource(stackOf(), "aws_iam_role")).toMatchObject({
      name: "AWS-SystemsManager-AutomationExecutionRole",
      path: "/",
    });
  });

  it("trusts the administration role of its own organization", () => {
    expect(trust()[0]).toEqual({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:role/AWS-SystemsManager-AutomationAdministrationRole" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } },
    });
  });

  it("trusts the administration role of the delegated administrator if there is one", () => {
    expect(trust(delegatedFleet)[0]?.Principal).toEqual({
      AWS: "arn:aws:iam::666666666666:role/AWS-SystemsManager-AutomationAdministrationRole",
    });
  });

  it("trusts Systems Manager for executions of its own account", () => {
    expect(trust()[1]).toEqual({
      Effect: "Allow",
      Principal: { Service: "ssm.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": "222222222222" },
        ArnLike: { "aws:SourceArn": "arn:aws:ssm:*:222222222222:automation-execution/*" },
      },
    });
  });

  it("trusts no other principal", () => {
    expect(trust()).toHaveLength(2);
  });

  it("has the AWS managed policy for Automation", () => {
    expect(resource(stackOf(), "aws_iam_role_policy_attachment")).toMatchObject({
      role: "${aws_iam_role.execution-role.name}",
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonSSMAutomationRole",
    });
  });

  it("may find targets by resource group, by tag and by id", () => {
    expect(permissions()[0]).toEqual({
      Effect: "Allow",
      Action: ["resource-groups:ListGroupResources", "tag:GetResources", "ec2:DescribeInstances"],
      Resource: "*",
    });
  });

  it("may pass itself to Systems Manager, and no other role", () => {
    expect(permissions().filter(({ Action }) => Action === "iam:PassRole")).toEqual([
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "arn:aws:iam::222222222222:role/AWS-SystemsManager-AutomationExecutionRole",
        Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
      },
    ]);
  });

  it("has no policy but its own two statements in a fleet without central runbooks", () => {
    const fleet = { ...exampleFleet, centralRunbooks: [] };
    expect(policies(fleet).map(({ name }) => name)).toEqual(["ExecutionPolicy"]);
    expect(permissions(fleet)).toHaveLength(2);
  });

  it("uses ARNs of the fleet's partition", () => {
    const stack = JSON.stringify(stackOf(partitionFleet("aws-us-gov", "us-gov-west-1")).resource);
    expect(stack).toContain("arn:aws-us-gov:iam::aws:policy/service-role/AmazonSSMAutomationRole");
    expect(stack).toContain("arn:aws-us-gov:iam::111111111111:role/");
    expect(stack).toContain("arn:aws-us-gov:ssm:*:222222222222:automation-execution/*");
    expect(stack).not.toContain("arn:aws:");
  });
});

const REBOOT: Step = {
  name: "reboot",
  action: "aws:executeAwsApi",
  inputs: { Service: "ec2", Api: "RebootInstances", InstanceIds: ["{{ InstanceId }}"] },
};
const rebooting = (name: string, ...mainSteps: Step[]) =>
  deployable(
    defineRunbook({
      name,
      targetType: "/AWS::EC2::Instance",
      assumeRole: "{{ AutomationAssumeRole }}",
      parameters: { AutomationAssumeRole: { type: "AWS::IAM::Role::Arn" }, InstanceId: { type: "String" } },
      mainSteps,
    }),
  );

describe("an execution role's policy for a central runbook", () => {
  const all = new Map(
    [
      rebooting("reboot", REBOOT),
      rebooting("calls-reboot", { name: "call", action: "aws:executeAutomation", inputs: { DocumentName: "reboot" } }),
      rebooting("waits", { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1M" } }),
      rebooting("counts", {
        name: "count",
        action: "aws:executeScript",
        inputs: { Runtime: "python3.11", Handler: "run", Script: "import boto3\nboto3.client()\n" },
      }),
    ].map((runbook) => [runbook.name, runbook]),
  );
  const stackFor = (centralRunbooks: readonly CentralRunbook[], fleet: Fleet = exampleFleet) =>
    stackWith(
      (scope, provider) => {
        new ExecutionRole(scope, "execution-role", {
          ...{ fleet: { ...fleet, centralRunbooks }, account: accountOf(fleet, "app-dev"), runbooks: all, provider },
        });
      },
      { ...fleet, centralRunbooks },
    );
  const policyOf = (name: string, ...of: Parameters<typeof stackFor>) =>
    statements(
      resources(stackFor(...of), "aws_iam_role_policy")
        .map(([, body]) => body)
        .find((body) => body.name === name)?.policy,
    );
  const named = (...of: Parameters<typeof stackFor>) =>
    resources(stackFor(...of), "aws_iam_role_policy").map(([, { name }]) => name);

  it("is named after the runbook and allows its steps, and to start it from the administrator's document", () => {
    expect(policyOf("Runbook-reboot", [central("reboot")])).toEqual([
      {
        Effect: "Allow",
        Action: ["ec2:RebootInstances"],
        Resource: ["arn:aws:ec2:ap-northeast-1:222222222222:instance/*"],
      },
      {
        Effect: "Allow",
        Action: ["ssm:GetAutomationExecution", "ssm:StopAutomationExecution"],
        Resource: ["arn:aws:ssm:ap-northeast-1:222222222222:automation-execution/*"],
      },
      {
        Effect: "Allow",
        Action: ["ssm:StartAutomationExecution"],
        Resource: [
          "arn:aws:ssm:ap-northeast-1:111111111111:automation-definition/reboot:*",
          "arn:aws:ssm:ap-northeast-1:222222222222:automation-definition/reboot:*",
        ],
      },
    ]);
  });

  it("allows the steps in every Region of the fleet", () => {
    expect(policyOf("Runbook-reboot", [central("reboot")], twoRegionFleet)[0]?.Resource).toEqual([
      "arn:aws:ec2:ap-northeast-1:222222222222:instance/*",
      "arn:aws:ec2:us-east-1:222222222222:instance/*",
    ]);
  });

  it("includes what the runbooks need that the runbook calls", () => {
    const policy = policyOf("Runbook-calls-reboot", [central("calls-reboot")]);
    expect(policy.flatMap(({ Action }) => Action)).toContain("ec2:RebootInstances");
  });

  it("is separate for each runbook, and there is none for other accounts' runbooks", () => {
    const other = central("reboot", { organizationalUnitIds: ["ou-flt1-producti"] });
    expect(named([central("waits"), central("calls-reboot")])).toEqual([
      "ExecutionPolicy",
      "Runbook-calls-reboot",
      "Runbook-waits",
    ]);
    expect(named([other])).toEqual(["ExecutionPolicy"]);
    expect(named([central("reboot", { shared: false })])).toEqual(["ExecutionPolicy"]);
  });

  it("has the statements and managed policies that the fleet file adds", () => {
    const permissions = {
      derived: false,
      statements: [
        {
          actions: ["ec2:RebootInstances"],
          resources: ["arn:aws:ec2:*:{{ global:ACCOUNT_ID }}:instance/*"],
          conditions: { StringEquals: { "aws:ResourceTag/reboot": ["yes"] } },
        },
      ],
      managedPolicies: ["team/patching", "arn:aws:iam::aws:policy/AmazonSSMPatchAssociation"],
    };
    const byHand = [central("reboot", { permissions })];
    expect(policyOf("Runbook-reboot", byHand)).toEqual([
      {
        Effect: "Allow",
        Action: ["ec2:RebootInstances"],
        Resource: ["arn:aws:ec2:*:222222222222:instance/*"],
        Condition: { StringEquals: { "aws:ResourceTag/reboot": ["yes"] } },
      },
    ]);
    const attached = resources(stackFor(byHand), "aws_iam_role_policy_attachment").map(([, body]) => body.policy_arn);
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/service-role/AmazonSSMAutomationRole",
      "arn:aws:iam::222222222222:policy/team/patching",
      "arn:aws:iam::aws:policy/AmazonSSMPatchAssociation",
    ]);
  });

  it("is refused if something cannot be derived, unless the permissions are written by hand", () => {
    expect(() => stackFor([central("counts")])).toThrow(
      "runbook counts: The script of step count calls AWS and does not declare what it needs. Its execution role in account app-dev would lack permissions.",
    );
    const permissions = { derived: false, statements: [], managedPolicies: [] };
    expect(named([central("counts", { permissions })])).toEqual(["ExecutionPolicy"]);
  });

  it("is left to the runbook's own execution role if it has one", () => {
    const own = central("reboot", { executionRole: "own" });
    expect(named([own])).toEqual(["ExecutionPolicy"]);
    const fleet = { ...exampleFleet, centralRunbooks: [own] };
    const stack = stackWith((scope, provider) => {
      new OwnExecutionRole(scope, "own", {
        ...{ fleet, account: accountOf(fleet, "app-dev"), central: own, runbooks: all, provider },
      });
    }, fleet);
    const role = resource(stack, "aws_iam_role");
    expect(role).toMatchObject({ name: "FleetbookExecution-reboot", path: "/" });
    expect(statements(role.assume_role_policy)).toEqual(trust());
    expect(stack.resource).not.toHaveProperty("aws_iam_role_policy_attachment");
    const allowed = resources(stack, "aws_iam_role_policy").flatMap(([, body]) => statements(body.policy));
    expect(allowed.flatMap(({ Action }) => Action).sort()).toEqual([
      "ec2:DescribeInstances",
      "ec2:RebootInstances",
      "iam:PassRole",
      "resource-groups:ListGroupResources",
      "ssm:GetAutomationExecution",
      "ssm:StartAutomationExecution",
      "ssm:StopAutomationExecution",
      "tag:GetResources",
    ]);
    expect(allowed.find(({ Action }) => Action === "iam:PassRole")?.Resource).toBe(
      "arn:aws:iam::222222222222:role/FleetbookExecution-reboot",
    );
  });
});

describe("an execution role in an account without AWS's managed policy", () => {
  it("has the policies of its runbooks alone", () => {
    const stack = stackWith((scope, provider) => {
      new ExecutionRole(scope, "execution-role", {
        ...{ fleet: exampleFleet, runbooks, provider },
        account: { ...accountOf(exampleFleet, "app-dev"), amazonSSMAutomationRole: false },
      });
    });
    expect(stack.resource).not.toHaveProperty("aws_iam_role_policy_attachment");
  });
});
