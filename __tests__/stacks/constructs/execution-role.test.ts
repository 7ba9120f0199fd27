import { ExecutionRole } from "../../../stacks/constructs/execution-role";
import { accountOf, delegatedFleet, exampleFleet, partitionFleet, resource, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const stackOf = (fleet = exampleFleet) =>
  stackWith((scope, provider) => {
    new ExecutionRole(scope, "execution-role", { fleet, account: accountOf(fleet, "app-dev"), provider });
  }, fleet);
const trust = (fleet = exampleFleet) => statements(resource(stackOf(fleet), "aws_iam_role").assume_role_policy);
const permissions = (fleet = exampleFleet) => statements(resource(stackOf(fleet), "aws_iam_role_policy").policy);

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

  it("may pass itself, and no other role", () => {
    expect(permissions().filter(({ Action }) => Action === "iam:PassRole")).toEqual([
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "arn:aws:iam::222222222222:role/AWS-SystemsManager-AutomationExecutionRole",
      },
    ]);
  });

  it("has one inline policy, named ExecutionPolicy, with two statements", () => {
    expect(resource(stackOf(), "aws_iam_role_policy")).toMatchObject({ name: "ExecutionPolicy" });
    expect(permissions()).toHaveLength(2);
  });

  it("uses ARNs of the fleet's partition", () => {
    const stack = JSON.stringify(stackOf(partitionFleet("aws-us-gov", "us-gov-west-1")).resource);
    expect(stack).toContain("arn:aws-us-gov:iam::aws:policy/service-role/AmazonSSMAutomationRole");
    expect(stack).toContain("arn:aws-us-gov:iam::111111111111:role/");
    expect(stack).toContain("arn:aws-us-gov:ssm:*:222222222222:automation-execution/*");
    expect(stack).not.toContain("arn:aws:");
  });
});
