import { iamAction } from "../../../src/iam/actions/action-table";
import { impliedStatements, keyUses, linkedRole } from "../../../src/iam/resources/implied-calls";

const HOME = { partition: "aws", accountId: "111122223333", region: "eu-west-1" };
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1";

describe("a call that names a KMS key", () => {
  it.each([
    ["ec2:CreateVolume", { KmsKeyId: KEY }],
    ["ec2:RunInstances", { BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { KmsKeyId: KEY } }] }],
    ["rds:RestoreDBInstanceFromDBSnapshot", { KmsKeyId: KEY }],
    ["dynamodb:CreateTable", { SSESpecification: { Enabled: true, KMSMasterKeyId: KEY } }],
    ["elasticfilesystem:CreateFileSystem", { KmsKeyId: KEY }],
    ["s3:PutObject", { SSEKMSKeyId: KEY }],
    ["secretsmanager:CreateSecret", { KmsKeyId: KEY }],
    ["ssm:PutParameter", { KeyId: KEY }],
  ])("uses it with the rights of its caller: %s", (action, parameters) => {
    const [use] = keyUses(action, parameters);
    expect(use?.key).toBe(KEY);
    expect(use?.actions.filter((one) => iamAction(one)?.name !== one)).toEqual([]);
    const service = action.split(":")[0];
    expect(impliedStatements(action, parameters, HOME)).toContainEqual({
      actions: use?.actions,
      resources: [KEY],
      conditions: { StringLike: { "kms:ViaService": [`${service}.*.amazonaws.com`] } },
    });
  });

  it.each([
    ["1-2", "arn:aws:kms:eu-west-1:111122223333:key/1-2"],
    ["alias/mine", "arn:aws:kms:eu-west-1:111122223333:key/*"],
    ["arn:aws:kms:eu-west-1:111122223333:alias/mine", "arn:aws:kms:eu-west-1:111122223333:key/*"],
    ["*", "arn:aws:kms:eu-west-1:111122223333:key/*"],
  ])("may name it as %s", (KmsKeyId, resource) => {
    expect(impliedStatements("ec2:CreateVolume", { KmsKeyId }, HOME)[0]?.resources).toEqual([resource]);
  });

  it("uses none if it names none, or if its parameter of that name is another thing", () => {
    expect(keyUses("ec2:CreateVolume", { Size: 8, KmsKeyId: "" })).toEqual([]);
    expect(keyUses("kms:DescribeKey", { KeyId: KEY })).toEqual([]);
  });
});

describe("a call that needs its service's role in the account", () => {
  it("may make that role, and no other service's", () => {
    expect(impliedStatements("elasticloadbalancing:CreateLoadBalancer", { Name: "b" }, HOME)).toEqual([
      {
        actions: ["iam:CreateServiceLinkedRole"],
        resources: [
          "arn:aws:iam::111122223333:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
        ],
        conditions: { StringEquals: { "iam:AWSServiceName": ["elasticloadbalancing.amazonaws.com"] } },
      },
    ]);
    expect(linkedRole("elasticloadbalancing:DescribeLoadBalancers")).toBeUndefined();
  });
});
