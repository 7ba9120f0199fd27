import { OutputsBucket } from "../../../stacks/constructs/outputs-bucket";
import { exampleFleet, partitionFleet, resource, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const stackOf = (fleet = exampleFleet) =>
  stackWith((scope, provider) => {
    const settings = { bucketPrefix: "fleetbook-outputs", expirationDays: 30 };
    new OutputsBucket(scope, "outputs", { fleet, settings, region: fleet.homeRegion, provider });
  }, fleet);
const stack = stackOf();
const ARN = "arn:aws:s3:::fleetbook-outputs-111111111111-ap-northeast-1";

describe("a bucket for outputs", () => {
  it("is named by the prefix, the administrator account and the Region, and can be destroyed with what is in it", () => {
    expect(resource(stack, "aws_s3_bucket")).toMatchObject({
      bucket: "fleetbook-outputs-111111111111-ap-northeast-1",
      force_destroy: true,
    });
  });

  it("is encrypted with SSE-S3, because other accounts cannot use the AWS managed key", () => {
    expect(resource(stack, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, bucket_key_enabled: false },
    ]);
  });

  it("lets each account of the organization write under its own id alone, and its reader role read there", () => {
    const [, write, read, ...others] = statements(resource(stack, "aws_s3_bucket_policy").policy);
    // Terraform gives IAM the variable with one dollar sign.
    const Resource = `${ARN}/$\${aws:PrincipalAccount}/*`;
    const organization = { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } };
    expect(write).toEqual({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:PutObject",
      Resource,
      Condition: organization,
    });
    const readers = ["arn:aws:iam::*:role/FleetbookReaderRole", "arn:aws:iam::*:role/*/FleetbookReaderRole"];
    const Condition = { ...organization, ArnLike: { "aws:PrincipalArn": readers } };
    expect(read).toEqual({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource, Condition });
    expect(others).toEqual([]);
  });

  it("refuses requests without TLS", () => {
    expect(statements(resource(stack, "aws_s3_bucket_policy").policy)[0]).toEqual({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [ARN, `${ARN}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  it("is private, and its owner owns every object", () => {
    expect(resource(stack, "aws_s3_bucket_public_access_block")).toMatchObject({ restrict_public_buckets: true });
    expect(resource(stack, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  it("deletes outputs after the fleet's days, and unfinished uploads after one", () => {
    expect(resource(stack, "aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      {
        id: "expire-outputs",
        status: "Enabled",
        filter: [{ prefix: "" }],
        expiration: [{ days: 30 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ]);
  });

  it("uses ARNs of the fleet's partition", () => {
    const policy = resource(stackOf(partitionFleet("aws-cn", "cn-north-1")), "aws_s3_bucket_policy").policy;
    expect(JSON.stringify(policy)).not.toContain("arn:aws:");
  });
});
