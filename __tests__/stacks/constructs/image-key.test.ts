import type { Fleet } from "../../../src/fleet/model";
import { ImageKey } from "../../../stacks/constructs/image-key";
import { accountOf, exampleFleet, partitionFleet, resource, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

function keyOf(fleet: Fleet = exampleFleet, accountIds: readonly string[] = ["555555555555", "666666666666"]) {
  const account = accountOf(fleet, "app-dev");
  if (account.amiSharing === undefined) throw new Error("app-dev shares no images");
  const sharing = { ...account.amiSharing, accountIds };
  return stackWith((scope, provider) => {
    new ImageKey(scope, "image-key", { fleet, account, sharing, region: fleet.homeRegion, provider });
  }, fleet);
}
const policyOf = (fleet?: Fleet) => statements(resource(keyOf(fleet), "aws_kms_key").policy);

describe("the key of shared images", () => {
  it("rotates, and its deletion can be cancelled for 30 days", () => {
    expect(resource(keyOf(), "aws_kms_key")).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  });

  it("has an alias with the prefix of the AMI sharing", () => {
    expect(resource(keyOf(), "aws_kms_alias").name).toBe("alias/fleetbook-shared-images");
  });

  it("can be administered only by its own account", () => {
    const all = policyOf().filter(({ Action }) => Action === "kms:*");
    expect(all.map(({ Principal }) => Principal)).toEqual([{ AWS: "arn:aws:iam::222222222222:root" }]);
  });

  it("lets the recipients of images use it only through EC2", () => {
    const others = policyOf().filter(({ Action }) => Action !== "kms:*");
    for (const { Principal, Condition } of others) {
      expect(Principal).toEqual({ AWS: ["arn:aws:iam::555555555555:root", "arn:aws:iam::666666666666:root"] });
      expect(Condition).toMatchObject({ StringEquals: { "kms:ViaService": "ec2.ap-northeast-1.amazonaws.com" } });
    }
    expect(others.flatMap(({ Action }) => Action)).toEqual([
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:CreateGrant",
    ]);
  });

  it("lets the recipients of images create grants only for AWS services", () => {
    const [grant] = policyOf().filter(({ Action }) => Action === "kms:CreateGrant");
    expect(grant?.Condition).toMatchObject({ Bool: { "kms:GrantIsForAWSResource": "true" } });
  });

  it("uses the name of EC2 in China in the partition aws-cn", () => {
    expect(JSON.stringify(policyOf(partitionFleet("aws-cn", "cn-north-1")))).toContain(
      "ec2.cn-north-1.amazonaws.com.cn",
    );
  });
});
