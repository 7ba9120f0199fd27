/** The S3 bucket that holds one account's Terraform state. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { Account, Fleet } from "../../src/fleet/model";
import { stateBucketName } from "../../src/fleet/names";
import { policyJson } from "./policy";

export interface StateBucketProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly provider: AwsProvider;
}

/** Long enough for any upload of a state that is still under way. */
const DAYS_UNTIL_UPLOAD_IS_ABANDONED = 7;

export class StateBucket extends Construct {
  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { fleet, account, provider } = props;
    const name = stateBucketName(fleet, account);
    const arn = `arn:${fleet.partition}:s3:::${name}`;

    // "Default" leaves the construct's own id as the address: the bootstrap adopts an existing bucket under it.
    const bucket = new S3Bucket(this, "Default", { provider, bucket: name, lifecycle: { preventDestroy: true } }).id;

    const versioning = new S3BucketVersioningA(this, "versioning", {
      provider,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });

    // With aws:kms this is AWS's own key for S3, and not one of ours: the bootstrap must be repeatable after any
    // interruption. A bucket is found again by its name; a key that was made before its state could be written
    // would stay behind, paid for and unknown, and the next run would make another.
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      provider,
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: fleet.state.encryption },
          // One call to KMS for many objects; there is nothing to save where KMS is not used.
          ...(fleet.state.encryption === "aws:kms" ? { bucketKeyEnabled: true } : {}),
        },
      ],
    });

    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "public-access-block", {
      provider,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });

    new S3BucketOwnershipControls(this, "ownership", {
      provider,
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });

    new S3BucketPolicy(this, "policy", {
      provider,
      bucket,
      policy: policyJson({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
      // S3 refuses one of two settings of a bucket's access that arrive at the same time.
      dependsOn: [publicAccessBlock],
    });

    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      provider,
      bucket,
      rule: [
        {
          id: "expire-noncurrent-versions",
          status: "Enabled",
          // The empty prefix: every object, the lock files included, each of which leaves a version behind.
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: fleet.state.noncurrentVersionDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: DAYS_UNTIL_UPLOAD_IS_ABANDONED }],
        },
      ],
      // AWS: enable versioning before there are rules for noncurrent versions.
      dependsOn: [versioning],
    });
  }
}
