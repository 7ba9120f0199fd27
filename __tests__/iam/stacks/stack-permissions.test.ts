import { stackPermissions } from "../../../src/iam/stacks/stack-permissions";

const HOME = { partition: "aws", accountId: "111122223333", region: "eu-west-1" };
const of = (Resources: object) => {
  const { statements, gaps } = stackPermissions(JSON.stringify({ Resources }), "Web", HOME);
  return { gaps, needs: statements.map(({ actions, resources }) => `${actions.join()} ${resources.join()}`) };
};

describe("what a stack needs", () => {
  it("is to create its resources under their names, or those that CloudFormation makes", () => {
    const { needs } = of({
      Logs: { Type: "AWS::S3::Bucket" },
      Data: { Type: "AWS::S3::Bucket", Properties: { BucketName: "data" } },
      Other: { Type: "AWS::S3::Bucket", Properties: { BucketName: { Ref: "Name" } } },
      Net: { Type: "AWS::EC2::VPC" },
      Setting: { Type: "AWS::SSM::Parameter" },
    });
    expect(needs).toEqual([
      "s3:CreateBucket arn:aws:s3:::web-logs-*",
      "s3:CreateBucket arn:aws:s3:::data",
      "s3:CreateBucket arn:aws:s3:::*",
      "ec2:CreateVpc *",
      "ssm:PutParameter arn:aws:ssm:eu-west-1:111122223333:parameter/CFN-Setting-*",
    ]);
  });

  it("includes passing roles on, those of the template by their names", () => {
    const { needs } = of({
      R: { Type: "AWS::IAM::Role" },
      F: { Type: "AWS::Lambda::Function", Properties: { Role: { "Fn::GetAtt": ["R", "Arn"] } } },
      G: { Type: "AWS::Lambda::Function", Properties: { Role: "arn:aws:iam::111122223333:role/g" } },
    });
    expect(needs.filter((need) => need.startsWith("iam:PassRole"))).toEqual([
      "iam:PassRole arn:aws:iam::111122223333:role/Web-R-*",
      "iam:PassRole arn:aws:iam::111122223333:role/g",
    ]);
  });

  it("can be told of a role whose logical id has characters that CloudFormation refuses", () => {
    const { needs } = of({
      "My(Role": { Type: "AWS::IAM::Role" },
      F: { Type: "AWS::Lambda::Function", Properties: { Role: { Ref: "My(Role" } } },
    });
    expect(needs).toContain("iam:PassRole arn:aws:iam::111122223333:role/Web-My(Role-*");
  });

  it("has a gap for what cannot be known, once", () => {
    expect(of({ A: { Type: "Custom::A" }, B: { Type: "Custom::A" } }).gaps).toEqual([
      "Which IAM actions create Custom::A is not known",
    ]);
    expect(stackPermissions("", "Web", HOME).gaps).toEqual(["What the template makes cannot be read from it"]);
  });
});
