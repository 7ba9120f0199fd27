import { iamAction } from "../../../src/iam/actions/action-table";
import { DELETED_BY, deletedBy, UNDONE_BY } from "../../../src/iam/stacks/deleted-by";
import { CREATED_BY, createdBy, givenRoles, NEEDED_FOR } from "../../../src/iam/stacks/created-by";

describe("the actions that create a resource", () => {
  it("are documented by AWS", () => {
    const actions = [...Object.values(CREATED_BY).flat(), ...Object.values(NEEDED_FOR).flatMap(Object.values<string>)];
    expect(actions.filter((action) => iamAction(action)?.name !== action)).toEqual([]);
  });

  it.each([
    ["AWS::SQS::Queue", ["sqs:CreateQueue"]],
    ["AWS::EC2::VPC", ["ec2:CreateVpc"]],
    ["AWS::StepFunctions::StateMachine", ["states:CreateStateMachine"]],
    ["AWS::SSM::Parameter", ["ssm:PutParameter"]],
    ["AWS::CloudFormation::Stack", undefined],
    ["Custom::Thing", undefined],
    ["AWS::S3::Nothing", undefined],
    ["AWS::Organization::Team::MODULE", undefined],
  ])("of the type %s are %j", (type, actions) => {
    expect(createdBy(type, [])).toEqual(actions);
  });

  it("are more for some properties", () => {
    expect(createdBy("AWS::S3::Bucket", ["BucketEncryption", "BucketName"])).toEqual([
      "s3:CreateBucket",
      "s3:PutEncryptionConfiguration",
    ]);
  });
});

describe("the actions that delete a resource", () => {
  it("are documented by AWS", () => {
    const actions = [...Object.values(DELETED_BY).flat(), ...Object.values(UNDONE_BY).flatMap(Object.values<string>)];
    expect(actions.filter((action) => iamAction(action)?.name !== action)).toEqual([]);
  });

  it("are known for every type whose creation is", () => {
    expect(Object.keys(CREATED_BY).filter((type) => deletedBy(type, []) === undefined)).toEqual([]);
  });

  it("undo what its properties made", () => {
    expect(deletedBy("AWS::IAM::Role", ["Policies", "RoleName"])).toEqual(["iam:DeleteRole", "iam:DeleteRolePolicy"]);
  });
});

it("a resource is given the roles in its properties, for its service", () => {
  expect(givenRoles("AWS::Lambda::Function", { Role: "r", Name: "f" })).toEqual([
    { role: "r", service: "lambda.amazonaws.com" },
  ]);
  expect(givenRoles("AWS::IAM::InstanceProfile", { Roles: ["r"] })).toEqual([
    { role: "r", service: "ec2.amazonaws.com" },
  ]);
  expect(givenRoles("AWS::EC2::Instance", { IamInstanceProfile: "p" })).toEqual([
    { role: undefined, service: "ec2.amazonaws.com" },
  ]);
});
