/**
 * The KMS key of volumes whose images are shared. An image that is encrypted with the AWS managed key cannot be shared. An
 * image that is encrypted with a customer managed key can be launched in another account only if the key's policy allows it.
 */
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, AmiSharing, Fleet } from "../../src/fleet/model";
import { accountPrincipal, imageKeyAlias, organizationPath } from "../../src/fleet/names";
import { policyJson, type PolicyConditions, type PolicyPrincipal, type PolicyStatement } from "./policy";
import { viaService } from "../../src/iam/resources/implied-calls";

export interface ImageKeyProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly sharing: AmiSharing;
  readonly region: string;
  readonly provider: AwsProvider;
}

/** The maximum in KMS. Until then, the deletion of the key, and the loss of every image encrypted with it, can be undone. */
const DAYS_UNTIL_DELETED = 30;

/** Never without a condition that names the organization. */
const EVERYBODY = { AWS: "*" };

export class ImageKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ImageKeyProps) {
    super(scope, id);
    const { fleet, account, sharing, region, provider } = props;
    // The recipients may use the key only through EC2, as in the policies of AWS managed keys.
    const throughEc2 = { "kms:ViaService": viaService("ec2", { partition: fleet.partition, region }) };
    const allowed = recipients(fleet, sharing);

    const key = new KmsKey(this, "Default", {
      provider,
      description: `Volumes of ${account.name} whose images are shared`,
      enableKeyRotation: true,
      deletionWindowInDays: DAYS_UNTIL_DELETED,
      // In a key policy, `*` means this key.
      policy: policyJson(
        // Without this statement nobody could change the key, not even the account's administrators.
        // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        { Effect: "Allow", Principal: { AWS: accountPrincipal(fleet, account.id) }, Action: "kms:*", Resource: "*" },
        // Launching and copying an encrypted image need these permissions:
        // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
        ...allowed.map(({ principal, equals, conditions }): PolicyStatement => ({
          Effect: "Allow",
          Principal: principal,
          Action: [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
          ],
          Resource: "*",
          Condition: { StringEquals: { ...throughEc2, ...equals }, ...conditions },
        })),
        ...allowed.map(({ principal, equals, conditions }): PolicyStatement => ({
          Effect: "Allow",
          Principal: principal,
          Action: "kms:CreateGrant",
          Resource: "*",
          Condition: {
            StringEquals: { ...throughEc2, ...equals },
            Bool: { "kms:GrantIsForAWSResource": "true" },
            ...conditions,
          },
        })),
      ),
    });
    this.arn = key.arn;

    new KmsAlias(this, "alias", { provider, name: imageKeyAlias(sharing), targetKeyId: key.keyId });
  }
}

/** Some of those who may launch the images. */
interface Recipients {
  readonly principal: Exclude<PolicyPrincipal, "*">;
  /** Further values of the condition StringEquals. */
  readonly equals?: PolicyConditions[string];
  readonly conditions?: PolicyConditions;
}

/**
 * The accounts are principals. The accounts of units and organizations are known only by conditions.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/allow-org-ou-to-use-key.html
 */
function recipients(fleet: Fleet, sharing: AmiSharing): readonly Recipients[] {
  const { accountIds, organizationalUnitIds, wholeOrganization } = sharing;
  const equals = { "aws:PrincipalOrgID": fleet.organization.id };
  const paths = organizationalUnitIds.map((id) => `${organizationPath(fleet, id)}*`);
  return [
    ...(accountIds.length > 0 ? [{ principal: { AWS: accountIds.map((id) => accountPrincipal(fleet, id)) } }] : []),
    ...(wholeOrganization ? [{ principal: EVERYBODY, equals }] : []),
    ...(paths.length > 0 && !wholeOrganization
      ? [
          {
            principal: EVERYBODY,
            equals,
            conditions: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": paths } },
          },
        ]
      : []),
  ];
}
