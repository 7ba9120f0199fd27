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

    // With the id "Default", the construct's own id is the address, to which the bootstrap imports an existing bucket.
    const bucket = new S3Bucket(this, "Default", { provider, bucket: name, lifecycle: { preventDestroy: true } }).id;

    const versioning = new S3BucketVersioningA(this, "versioning", {
      provider,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });

    // With aws:kms, this is the AWS managed key for S3 and not a customer managed key, because the bootstrap must be
    // repeatable after any interruption. A bucket is found again by its name. A key that was created before its state was
    // written would stay behind and be billed, and the next run would create another.
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      provider,
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: fleet.state.encryption },
          // Saves calls to KMS: one for many objects.
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
      // S3 refuses one of two access settings of a bucket that arrive at the same time.
      dependsOn: [publicAccessBlock],
    });

    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      provider,
      bucket,
      rule: [
        {
          id: "expire-noncurrent-versions",
          status: "Enabled",
          // The empty prefix matches every object, including the lock files, each of which leaves a version behind.
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: fleet.state.noncurrentVersionDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: DAYS_UNTIL_UPLOAD_IS_ABANDONED }],
        },
      ],
      // AWS requires versioning to be enabled before rules for noncurrent versions are added.
      dependsOn: [versioning],
    });
  }
}
