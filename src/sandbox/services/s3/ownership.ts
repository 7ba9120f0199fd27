/**
 * Bucket ownership. Bucket names are global, and only the account that owns a bucket may use it, and those with whom its policy
 * shares it. moto lets any account use any bucket, so a Terraform state in the wrong account's bucket would go unnoticed.
 */
import type { Fleet } from "../../../fleet/model";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { CallerRequest, ServiceLayer } from "../../protocol/message";
import { checkS3Coverage } from "./coverage";
import { isShared } from "./shared-buckets";

/** @param policyOf the policy of a bucket, if it has one */
export function s3Ownership(fleet: Fleet, policyOf: (bucket: string) => Buffer | undefined): ServiceLayer {
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
    const sharedWith = (name: string) => isShared(fleet, name, policyOf(name), request);
    checkOwner(request, bucket, owners, request.headers["x-amz-expected-bucket-owner"], sharedWith);
    const source = sourceBucket(request);
    if (source !== undefined) {
      checkOwner(request, source, owners, request.headers["x-amz-source-expected-bucket-owner"], sharedWith);
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
  sharedWith: (bucket: string) => boolean,
): void {
  const owner = owners.get(bucket);
  if (owner === undefined) return;
  const { caller, operation } = request;
  if (expected !== undefined && expected !== owner) {
    throw new AwsError("AccessDenied", `The bucket ${bucket} does not belong to the expected account.`, 403);
  }
  if (owner !== caller.accountId && !sharedWith(bucket)) {
    throw new AwsError(
      "AccessDenied",
      `User: ${caller.arn} is not authorized to perform: s3:${operation} on resource: "${bucket}": the bucket belongs to another account, and its policy does not share it.`,
      403,
    );
  }
}

/** The bucket of `bucket/key`. */
function sourceBucket({ input }: CallerRequest): string | undefined {
  return stringOf(input, "CopySource")?.split("/")[0];
}
