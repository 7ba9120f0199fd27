/** What makes a bucket private: no public access, no access control lists, no requests without TLS. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import type { Construct } from "constructs";
import { literal } from "./literal";
import { policyJson, type PolicyStatement } from "./policy";

export interface PrivateBucketProps {
  readonly provider: AwsProvider;
  /** The bucket's id, as a reference to the bucket. */
  readonly bucket: string;
  readonly arn: string;
  /**
   * Further statements of the bucket's policy.
   * @default - the account's own policies decide
   */
  readonly statements?: readonly PolicyStatement[];
}

/** Adds the settings to the construct of the bucket. */
export function makePrivate(scope: Construct, { provider, bucket, arn, statements = [] }: PrivateBucketProps): void {
  const publicAccessBlock = new S3BucketPublicAccessBlock(scope, "public-access-block", {
    provider,
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });

  new S3BucketOwnershipControls(scope, "ownership", {
    provider,
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });

  const onlyTls: PolicyStatement = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  new S3BucketPolicy(scope, "policy", {
    provider,
    bucket,
    policy: literal(policyJson(onlyTls, ...statements)),
    // S3 refuses one of two access settings of a bucket that arrive at the same time.
    dependsOn: [publicAccessBlock],
  });
}
