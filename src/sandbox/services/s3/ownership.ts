/**
 * Bucket ownership. Bucket names are global, and only the account that owns a bucket may use it. moto lets any account use
 * any bucket, so a Terraform state in the wrong account's bucket would go unnoticed.
 */
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { CallerRequest, ServiceLayer } from "../../protocol/message";
import { checkS3Coverage } from "./coverage";

export function s3Ownership(): ServiceLayer {
  const owners = new Map<string, string>();
  return async (request, next) => {
    checkS3Coverage(request);
    const bucket = stringOf(request.input, "Bucket");
    if (bucket === undefined) return next(request);
    const { accountId } = request.caller;
    if (request.operation === "CreateBucket") {
      const isNew = reserve(owners, bucket, accountId);
      const response = await next(request);
      if (isNew && response.status !== 200) owners.delete(bucket);
      return response;
    }
    checkOwner(request, bucket, owners, request.headers["x-amz-expected-bucket-owner"]);
    const source = sourceBucket(request);
    if (source !== undefined) {
      checkOwner(request, source, owners, request.headers["x-amz-source-expected-bucket-owner"]);
    }
    const response = await next(request);
    if (request.operation === "DeleteBucket" && response.status === 204) owners.delete(bucket);
    return response;
  };
}

/** Reserves a name before moto is called, so that one of two accounts that create the same bucket at once is refused. */
function reserve(owners: Map<string, string>, bucket: string, accountId: string): boolean {
  const owner = owners.get(bucket);
  if (owner === accountId) return false;
  if (owner !== undefined) {
    throw new AwsError(
      "BucketAlreadyExists",
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
      409,
    );
  }
  owners.set(bucket, accountId);
  return true;
}

function checkOwner(
  request: CallerRequest,
  bucket: string,
  owners: ReadonlyMap<string, string>,
  expected: string | string[] | undefined,
): void {
  const owner = owners.get(bucket);
  if (owner === undefined) return;
  const { caller, operation } = request;
  if (expected !== undefined && expected !== owner) {
    throw new AwsError("AccessDenied", `The bucket ${bucket} does not belong to the expected account.`, 403);
  }
  if (owner !== caller.accountId) {
    throw new AwsError(
      "AccessDenied",
      `User: ${caller.arn} is not authorized to perform: s3:${operation} on resource: "${bucket}": the bucket belongs to another account. The sandbox does not evaluate bucket policies that share a bucket.`,
      403,
    );
  }
}

/** The bucket of `bucket/key`. */
function sourceBucket({ input }: CallerRequest): string | undefined {
  return stringOf(input, "CopySource")?.split("/")[0];
}
