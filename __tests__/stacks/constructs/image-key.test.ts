import type { AmiSharing, Fleet } from "../../../src/fleet/model";
import { ImageKey } from "../../../stacks/constructs/image-key";
import { accountOf, exampleFleet, partitionFleet, resource, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const TWO_ACCOUNTS: Partial<AmiSharing> = { accountIds: ["555555555555", "666666666666"] };

function keyOf(fleet: Fleet = exampleFleet, recipients = TWO_ACCOUNTS) {
  const account = accountOf(fleet, "app-dev");
  if (account.amiSharing === undefined) throw new Error("app-dev shares no images");
  const sharing = { ...account.amiSharing, ...recipients };
  return stackWith((scope, provider) => {
    new ImageKey(scope, "image-key", { fleet, account, sharing, region: fleet.homeRegion, provider });
  }, fleet);
}
const policyOf = (fleet?: Fleet, recipients?: Partial<AmiSharing>) =>
  statements(resource(keyOf(fleet, recipients), "aws_kms_key").policy);
const conditionsOf = (recipients: Partial<AmiSharing>) =>
  policyOf(exampleFleet, { accountIds: [], ...recipients })
    .filter(({ Action }) => Action !== "kms:*")
    .map(({ Principal, Condition }) => ({ Principal, Condition }));

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

  it("lets the accounts of the organization use it, and nobody else, if images are shared with the organization", () => {
    const Principal = { AWS: "*" };
    const StringEquals = {
      "kms:ViaService": "ec2.ap-northeast-1.amazonaws.com",
      "aws:PrincipalOrgID": "o-fleetbook01",
    };
    expect(conditionsOf({ wholeOrganization: true })).toEqual([
      { Principal, Condition: { StringEquals } },
      { Principal, Condition: { StringEquals, Bool: { "kms:GrantIsForAWSResource": "true" } } },
    ]);
  });

  it("lets the accounts of organizational units use it, at any depth", () => {
    const [use, grant] = conditionsOf({ organizationalUnitIds: ["ou-flt1-producti"] });
    const paths = ["o-fleetbook01/r-flt1/ou-flt1-workload/ou-flt1-producti/*"];
    for (const statement of [use, grant]) {
      expect(statement).toMatchObject({
        Principal: { AWS: "*" },
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" },
          "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": paths },
        },
      });
    }
  });

  it("never lets everybody use it", () => {
    const everybody = policyOf(exampleFleet, { organizationalUnitIds: ["ou-flt1-producti"], wholeOrganization: true })
      .filter(({ Principal }) => JSON.stringify(Principal).includes("*"))
      .filter(({ Condition }) => !JSON.stringify(Condition).includes('"aws:PrincipalOrgID":"o-fleetbook01"'));
    expect(everybody).toEqual([]);
  });

  it("uses the name of EC2 in China in the partition aws-cn", () => {
    expect(JSON.stringify(policyOf(partitionFleet("aws-cn", "cn-north-1")))).toContain(
      "ec2.cn-north-1.amazonaws.com.cn",
    );
  });
});
