import { AdministrationRole } from "../../../stacks/constructs/administration-role";
import { delegatedFleet, exampleFleet, partitionFleet, resource, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const stackOf = (fleet = exampleFleet) =>
  stackWith((scope, provider) => new AdministrationRole(scope, "administration-role", { fleet, provider }), fleet);
const trust = (fleet = exampleFleet) => statements(resource(stackOf(fleet), "aws_iam_role").assume_role_policy);
const permissions = (fleet = exampleFleet) => statements(resource(stackOf(fleet), "aws_iam_role_policy").policy);

describe("the administration role", () => {
  it("has the name and the path that AWS documents", () => {
    expect(resource(stackOf(), "aws_iam_role")).toMatchObject({
      name: "AWS-SystemsManager-AutomationAdministrationRole",
      path: "/",
    });
  });

  it("trusts Systems Manager for executions of the administrator account, and nobody else", () => {
    expect(trust()).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "ssm.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:ssm:*:111111111111:automation-execution/*" } },
      },
    ]);
  });

  it("trusts executions of the delegated administrator if there is one", () => {
    expect(trust(delegatedFleet)[0]?.Condition).toEqual({
      ArnLike: { "aws:SourceArn": "arn:aws:ssm:*:666666666666:automation-execution/*" },
    });
  });

  it("has one inline policy, under AWS's name", () => {
    expect(resource(stackOf(), "aws_iam_role_policy")).toMatchObject({
      name: "AssumeRole-AWSSystemsManagerAutomationExecutionRole",
      role: "${aws_iam_role.administration-role.name}",
    });
  });

  it("may assume execution roles and no other role", () => {
    expect(permissions().filter(({ Action }) => Action === "sts:AssumeRole")).toEqual([
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: "arn:aws:iam::*:role/AWS-SystemsManager-AutomationExecutionRole",
      },
    ]);
  });

  it("may find the accounts of an organizational unit, and nothing else", () => {
    expect(permissions().filter(({ Action }) => Action !== "sts:AssumeRole")).toEqual([
      {
        Effect: "Allow",
        Action: ["organizations:ListAccountsForParent", "organizations:ListChildren"],
        Resource: "*",
      },
    ]);
  });

  it("uses ARNs of the fleet's partition", () => {
    const fleet = partitionFleet("aws-cn", "cn-north-1");
    expect(trust(fleet)[0]?.Condition).toEqual({
      ArnLike: { "aws:SourceArn": "arn:aws-cn:ssm:*:111111111111:automation-execution/*" },
    });
    expect(permissions(fleet)[0]?.Resource).toBe("arn:aws-cn:iam::*:role/AWS-SystemsManager-AutomationExecutionRole");
  });
});
