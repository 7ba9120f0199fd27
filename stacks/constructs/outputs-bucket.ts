/**
 * The bucket of one Region for whole outputs of commands. It is in the administrator account; each account of the organization
 * writes under its own id, and its reader role reads there.
 */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import type { Fleet, OutputsSettings } from "../../src/fleet/model";
import { outputsBucketName, READER_ROLE_NAME, roleArn } from "../../src/fleet/names";
import type { PolicyStatement } from "./policy";
import { makePrivate } from "./private-bucket";

export interface OutputsBucketProps {
  readonly fleet: Fleet;
  readonly settings: OutputsSettings;
  readonly region: string;
  readonly provider: AwsProvider;
}

export class OutputsBucket extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: OutputsBucketProps) {
    super(scope, id);
    const { fleet, settings, region, provider } = props;
    this.name = outputsBucketName(fleet, settings, region);
    const arn = `arn:${fleet.partition}:s3:::${this.name}`;

    // Outputs expire anyway. Without forceDestroy, a fleet with outputs could not be destroyed.
    const bucket = new S3Bucket(this, "Resource", { provider, bucket: this.name, forceDestroy: true }).id;

    // Not SSE-KMS: other accounts cannot use the AWS managed key, and with a key of one's own each instance role would need it.
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      provider,
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false }],
    });

    makePrivate(this, { provider, bucket, arn, statements: accountStatements(fleet, arn) });

    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      provider,
      bucket,
      rule: [
        {
          id: "expire-outputs",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: settings.expirationDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
  }
}

/**
 * Any principal of the organization may write under its own account's id, if its own policies allow it as well; the reader role
 * may read there. The principal is a wildcard because the policy would be too long with a thousand accounts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount
 */
function accountStatements(fleet: Fleet, arn: string): readonly PolicyStatement[] {
  const own = `${arn}/\${aws:PrincipalAccount}/*`;
  const inOrganization = { StringEquals: { "aws:PrincipalOrgID": fleet.organization.id } };
  const readers = [READER_ROLE_NAME, `*/${READER_ROLE_NAME}`].map((name) => roleArn(fleet, "*", name));
  return [
    { Effect: "Allow", Principal: "*", Action: "s3:PutObject", Resource: own, Condition: inOrganization },
    {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: own,
      Condition: { ...inOrganization, ArnLike: { "aws:PrincipalArn": readers } },
    },
  ];
}
