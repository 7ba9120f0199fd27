import type { Fleet } from "../../../src/fleet/model";
import { ReaderRole } from "../../../stacks/constructs/reader-role";
import {
  accountOf,
  delegatedFleet,
  exampleFleet,
  outputsFleet,
  resource,
  rolesFleet,
  statements,
} from "../example-fleet";
import { stackWith } from "../one-construct";

const stackOf = (fleet: Fleet) =>
  stackWith((scope, provider) => {
    new ReaderRole(scope, "reader-role", { fleet, account: accountOf(fleet, "app-dev"), provider });
  });
const stack = stackOf(exampleFleet);
const permissions = statements(resource(stack, "aws_iam_role_policy").policy);

describe("a reader role", () => {
  it("trusts only the principal that the fleet names, and only inside the organization", () => {
    expect(statements(resource(stack, "aws_iam_role").assume_role_policy)).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::111111111111:user/fleetbook-operator"] },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } },
      },
    ]);
  });

  it("trusts every principal that the fleet names", () => {
    const readerPrincipalArns = ["arn:aws:iam::111111111111:user/operator", "arn:aws:iam::222222222222:role/auditor"];
    const [trust] = statements(
      resource(stackOf({ ...exampleFleet, readerPrincipalArns }), "aws_iam_role").assume_role_policy,
    );
    expect(trust?.Principal).toEqual({ AWS: readerPrincipalArns });
  });

  it("may read the executions of its own account and their steps", () => {
    expect(permissions[0]).toEqual({
      Effect: "Allow",
      Action: ["ssm:GetAutomationExecution", "ssm:DescribeAutomationStepExecutions"],
      Resource: "arn:aws:ssm:*:222222222222:automation-execution/*",
    });
  });

  it("may list executions, commands, instances and alarms", () => {
    expect(permissions[1]).toEqual({
      Effect: "Allow",
      Action: [
        "ssm:DescribeAutomationExecutions",
        "ssm:ListCommands",
        "ssm:ListCommandInvocations",
        "ssm:GetCommandInvocation",
        "ssm:DescribeInstanceInformation",
        "ec2:DescribeInstances",
        "cloudwatch:DescribeAlarms",
      ],
      Resource: "*",
    });
  });

  it("may see whom the account's execution roles trust, and no other role", () => {
    expect(permissions[2]).toEqual({
      Effect: "Allow",
      Action: "iam:GetRole",
      Resource: ["arn:aws:iam::222222222222:role/AWS-SystemsManager-AutomationExecutionRole"],
    });
    const own = statements(resource(stackOf(rolesFleet), "aws_iam_role_policy").policy)[2];
    expect(own?.Resource).toEqual([
      "arn:aws:iam::222222222222:role/AWS-SystemsManager-AutomationExecutionRole",
      "arn:aws:iam::222222222222:role/FleetbookExecution-check-os-windows",
    ]);
  });

  it("may see whom the administration role trusts in the administrator account", () => {
    const ofAdministrator = stackWith((scope, provider) => {
      const account = accountOf(delegatedFleet, "automation");
      new ReaderRole(scope, "reader-role", { fleet: delegatedFleet, account, provider });
    });
    expect(statements(resource(ofAdministrator, "aws_iam_role_policy").policy)[2]?.Resource).toContain(
      "arn:aws:iam::666666666666:role/AWS-SystemsManager-AutomationAdministrationRole",
    );
  });

  it("may read the account's settings of Automation", () => {
    expect(permissions[3]).toEqual({
      Effect: "Allow",
      Action: "ssm:GetServiceSetting",
      Resource: "arn:aws:ssm:*:222222222222:servicesetting/ssm/automation/*",
    });
  });

  it("may only read", () => {
    const actions = permissions.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^(ssm|ec2|iam|cloudwatch):(Get|List|Describe)[A-Za-z]+$/.test(action))).toEqual(
      [],
    );
  });

  it("may read its account's outputs in every Region's bucket, if the fleet keeps outputs", () => {
    const [, , , , ...others] = statements(resource(stackOf(outputsFleet), "aws_iam_role_policy").policy);
    expect(others).toEqual([
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: [
          "arn:aws:s3:::fleetbook-outputs-111111111111-ap-northeast-1/222222222222/*",
          "arn:aws:s3:::fleetbook-outputs-111111111111-us-east-1/222222222222/*",
        ],
      },
    ]);
  });

  it("has no other policy", () => {
    expect(permissions).toHaveLength(4);
    expect(stack.resource).not.toHaveProperty("aws_iam_role_policy_attachment");
  });
});
