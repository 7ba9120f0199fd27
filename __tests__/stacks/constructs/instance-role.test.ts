import { InstanceRole } from "../../../stacks/constructs/instance-role";
import { accountOf, exampleFleet, outputsFleet, partitionFleet, resource, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const stackOf = (fleet = exampleFleet) =>
  stackWith(
    (scope, provider) =>
      new InstanceRole(scope, "instance-role", { fleet, account: accountOf(fleet, "app-dev"), provider }),
    fleet,
  );

describe("an instance role", () => {
  it.each([
    ["aws", exampleFleet, "ec2.amazonaws.com"],
    ["aws-us-gov", partitionFleet("aws-us-gov", "us-gov-west-1"), "ec2.amazonaws.com"],
    ["aws-cn", partitionFleet("aws-cn", "cn-north-1"), "ec2.amazonaws.com.cn"],
  ])("trusts EC2 under its service name in the partition %s", (_partition, fleet, service) => {
    expect(statements(resource(stackOf(fleet), "aws_iam_role").assume_role_policy)).toEqual([
      { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
    ]);
  });

  it("has only the AWS managed policy for managed instances", () => {
    const stack = stackOf();
    expect(resource(stack, "aws_iam_role_policy_attachment")).toMatchObject({
      policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    expect(stack.resource).not.toHaveProperty("aws_iam_role_policy");
  });

  it("may write its account's outputs, if the fleet keeps outputs", () => {
    expect(statements(resource(stackOf(outputsFleet), "aws_iam_role_policy").policy)).toEqual([
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: [
          "arn:aws:s3:::fleetbook-outputs-111111111111-ap-northeast-1/222222222222/*",
          "arn:aws:s3:::fleetbook-outputs-111111111111-us-east-1/222222222222/*",
        ],
      },
    ]);
  });

  it("has an instance profile", () => {
    expect(resource(stackOf(), "aws_iam_instance_profile")).toMatchObject({
      name: "FleetbookInstanceRole",
      role: "${aws_iam_role.instance-role.name}",
    });
  });
});
