/** The S3 bucket that holds one account's Terraform state. */
import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { Account, Fleet } from "../../src/fleet/model";
import { bucketName, stateBucketName } from "../../src/fleet/names";
import { makePrivate } from "./private-bucket";

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
    const { encryption, kmsKey, accessLogs, noncurrentVersionDays } = fleet.state;
    const name = stateBucketName(fleet, account);

    // With the id "Default", the construct's own id is the address, to which the bootstrap imports an existing bucket.
    const bucket = new S3Bucket(this, "Default", { provider, bucket: name, lifecycle: { preventDestroy: true } }).id;

    const versioning = new S3BucketVersioningA(this, "versioning", {
      provider,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });

    // With aws:kms, this is the AWS managed key for S3, or an existing key. No key is created here, because the bootstrap must
    // be repeatable after any interruption. A bucket is found again by its name. A key that was created before its state was
    // written would stay behind and be billed, and the next run would create another.
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      provider,
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: encryption,
            ...(kmsKey !== undefined && { kmsMasterKeyId: this.#keyArn(kmsKey, provider) }),
          },
          // Saves calls to KMS: one for many objects.
          bucketKeyEnabled: encryption === "aws:kms",
        },
      ],
    });

    makePrivate(this, { provider, bucket, arn: `arn:${fleet.partition}:s3:::${name}` });

    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      provider,
      bucket,
      rule: [
        {
          id: "expire-noncurrent-versions",
          status: "Enabled",
          // The empty prefix matches every object, including the lock files, each of which leaves a version behind.
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: noncurrentVersionDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: DAYS_UNTIL_UPLOAD_IS_ABANDONED }],
        },
      ],
      // AWS requires versioning to be enabled before rules for noncurrent versions are added.
      dependsOn: [versioning],
    });

    if (accessLogs !== undefined) {
      new S3BucketLoggingA(this, "access-logs", {
        provider,
        bucket,
        targetBucket: bucketName(accessLogs.bucket, account.id, fleet.homeRegion),
        targetPrefix: accessLogs.prefix ?? `${name}/`,
      });
    }
  }

  /** The ARN of a key that is named by its ARN or by an alias, which S3 would look up anew for each object. */
  #keyArn(key: string, provider: AwsProvider): string {
    return key.includes(":key/") ? key : new DataAwsKmsKey(this, "key", { provider, keyId: key }).arn;
  }
}
