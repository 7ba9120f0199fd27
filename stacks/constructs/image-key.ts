/**
 * The KMS key of volumes whose images are shared. An image that is encrypted with the AWS managed key cannot be shared. An
 * image that is encrypted with a customer managed key can be launched in another account only if the key's policy allows it.
 */
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, AmiSharing, Fleet } from "../../src/fleet/model";
import { accountPrincipal, ec2ViaService, imageKeyAlias } from "../../src/fleet/names";
import { policyJson } from "./policy";

export interface ImageKeyProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly sharing: AmiSharing;
  readonly region: string;
  readonly provider: AwsProvider;
}

/** The maximum in KMS. Until then, the deletion of the key, and the loss of every image encrypted with it, can be undone. */
const DAYS_UNTIL_DELETED = 30;

export class ImageKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ImageKeyProps) {
    super(scope, id);
    const { fleet, account, sharing, region, provider } = props;
    const recipients = { AWS: sharing.accountIds.map((accountId) => accountPrincipal(fleet, accountId)) };
    // The recipients may use the key only through EC2, as in the policies of AWS managed keys.
    const throughEc2 = { "kms:ViaService": ec2ViaService(fleet, region) };

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
        {
          Effect: "Allow",
          Principal: recipients,
          Action: [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
          ],
          Resource: "*",
          Condition: { StringEquals: throughEc2 },
        },
        {
          Effect: "Allow",
          Principal: recipients,
          Action: "kms:CreateGrant",
          Resource: "*",
          Condition: { StringEquals: throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ),
    });
    this.arn = key.arn;

    new KmsAlias(this, "alias", { provider, name: imageKeyAlias(sharing), targetKeyId: key.keyId });
  }
}
