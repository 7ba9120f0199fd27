import type { Fleet } from "../../../src/fleet/model";
import { StateBucket } from "../../../stacks/constructs/state-bucket";
import { accountOf, exampleFleet, partitionFleet, resource, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const stackOf = (fleet: Fleet = exampleFleet) =>
  stackWith((scope, provider) => {
    new StateBucket(scope, "state-bucket", { fleet, account: accountOf(fleet, "app-dev"), provider });
  }, fleet);
const stack = stackOf();
const encryption = (fleet: Fleet) =>
  resource(stackOf(fleet), "aws_s3_bucket_server_side_encryption_configuration").rule;

describe("a state bucket", () => {
  it("has the account's bucket name", () => {
    expect(resource(stack, "aws_s3_bucket").bucket).toBe("fleetbook-state-222222222222-ap-northeast-1");
  });

  it("is protected from destroy", () => {
    expect(resource(stack, "aws_s3_bucket").lifecycle).toEqual({ prevent_destroy: true });
    expect(resource(stack, "aws_s3_bucket")).not.toHaveProperty("force_destroy");
  });

  it("keeps versions", () => {
    expect(resource(stack, "aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
  });

  it("is encrypted with the AWS managed KMS key for S3 and a bucket key", () => {
    expect(encryption(exampleFleet)).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" }, bucket_key_enabled: true },
    ]);
    expect(stack.resource).not.toHaveProperty("aws_kms_key");
  });

  it("is encrypted with SSE-S3 if the settings say so", () => {
    expect(encryption({ ...exampleFleet, state: { ...exampleFleet.state, encryption: "AES256" } })).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, bucket_key_enabled: false },
    ]);
  });

  it("is encrypted with a key of one's own by its ARN", () => {
    const kmsKey = "arn:aws:kms:ap-northeast-1:333333333333:key/1234";
    expect(encryption({ ...exampleFleet, state: { ...exampleFleet.state, kmsKey } })).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: kmsKey },
        bucket_key_enabled: true,
      },
    ]);
  });

  it("is encrypted with the key that an alias has in the account", () => {
    const fleet = { ...exampleFleet, state: { ...exampleFleet.state, kmsKey: "alias/state" } };
    expect(stackOf(fleet).data?.["aws_kms_key"]).toEqual({
      "state-bucket_key_5A83935E": expect.objectContaining({ key_id: "alias/state" }) as object,
    });
    expect(JSON.stringify(encryption(fleet))).toContain("${data.aws_kms_key.");
  });

  it("is named by the fleet's pattern", () => {
    const fleet = { ...exampleFleet, state: { ...exampleFleet.state, bucketName: "tf-{region}-{accountId}" } };
    expect(resource(stackOf(fleet), "aws_s3_bucket").bucket).toBe("tf-ap-northeast-1-222222222222");
  });

  it("logs who reads and writes it only if the fleet says where to", () => {
    expect(stack.resource).not.toHaveProperty("aws_s3_bucket_logging");
    const logging = (accessLogs: Fleet["state"]["accessLogs"]) =>
      resource(stackOf({ ...exampleFleet, state: { ...exampleFleet.state, accessLogs } }), "aws_s3_bucket_logging");
    expect(logging({ bucket: "logs-{accountId}" })).toMatchObject({
      target_bucket: "logs-222222222222",
      target_prefix: "fleetbook-state-222222222222-ap-northeast-1/",
    });
    expect(logging({ bucket: "logs-{accountId}", prefix: "state/" })).toMatchObject({ target_prefix: "state/" });
  });

  it("blocks public access in all four ways", () => {
    expect(resource(stack, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("makes the bucket's owner the owner of every object", () => {
    expect(resource(stack, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  it("has a policy that only denies requests without TLS", () => {
    expect(statements(resource(stack, "aws_s3_bucket_policy").policy)).toEqual([
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [
          "arn:aws:s3:::fleetbook-state-222222222222-ap-northeast-1",
          "arn:aws:s3:::fleetbook-state-222222222222-ap-northeast-1/*",
        ],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("uses ARNs of the fleet's partition", () => {
    const [statement] = statements(
      resource(stackOf(partitionFleet("aws-cn", "cn-north-1")), "aws_s3_bucket_policy").policy,
    );
    expect(statement?.Resource).toEqual([
      "arn:aws-cn:s3:::fleetbook-state-222222222222-cn-north-1",
      "arn:aws-cn:s3:::fleetbook-state-222222222222-cn-north-1/*",
    ]);
  });

  it("expires old versions after the setting's days, unfinished uploads and delete markers", () => {
    expect(resource(stack, "aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      {
        id: "expire-noncurrent-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        expiration: [{ expired_object_delete_marker: true }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
  });

  it("never expires the current version of a state", () => {
    expect(JSON.stringify(resource(stack, "aws_s3_bucket_lifecycle_configuration").rule)).not.toContain('"days"');
  });
});
