import { ApproverRole } from "../../../../stacks/constructs/account/approver-role";
import { accountOf, exampleFleet, resource, statements } from "../../example-fleet";
import { stackWith } from "../../one-construct";

const fleet = { ...exampleFleet, approverPrincipalArns: ["arn:aws:iam::111111111111:role/on-call"] };
const stack = stackWith((scope, provider) => {
  new ApproverRole(scope, "approver-role", { fleet, account: accountOf(fleet, "app-dev"), provider });
});

describe("an approver role", () => {
  it("trusts only the principals that the fleet names, and only inside the organization", () => {
    expect(statements(resource(stack, "aws_iam_role").assume_role_policy)).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::111111111111:role/on-call"] },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } },
      },
    ]);
  });

  it("may send signals to the executions of its account, and nothing else", () => {
    expect(statements(resource(stack, "aws_iam_role_policy").policy)).toEqual([
      {
        Effect: "Allow",
        Action: "ssm:SendAutomationSignal",
        Resource: "arn:aws:ssm:*:222222222222:automation-execution/*",
      },
    ]);
    expect(stack.resource).not.toHaveProperty("aws_iam_role_policy_attachment");
  });
});
