/**
 * Bucket policies, which are stored here. For callers of other accounts they are evaluated before (ownership.ts). moto must not see
 * them: it ignores the conditions of a Deny, so the usual policy that requires TLS would deny everything, because the sandbox uses
 * plain HTTP on the loopback interface. It sees only the statements that let S3 write access logs, because it refuses to log into a bucket without them.
 */
import { isList, isObject } from "../../../diagnostics/json";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { headBucket } from "./head-bucket";

/** @param policies receives the policies, by bucket */
export function s3BucketPolicies(policies: Map<string, Buffer>): ServiceLayer {
  return async (request, next) => {
    const bucket = stringOf(request.input, "Bucket");
    if (bucket === undefined) return next(request);
    switch (request.operation) {
      case "PutBucketPolicy": {
        const statements = forAccessLogs(request.body);
        await checkExists(bucket, request, next);
        policies.set(bucket, request.body);
        // Without a statement too: moto must not keep those of the policy before.
        return next({ ...request, body: Buffer.from(JSON.stringify({ Statement: statements })) });
      }
      case "GetBucketPolicy": {
        await checkExists(bucket, request, next);
        const policy = policies.get(bucket);
        if (policy === undefined) throw new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
        return answer(200, policy);
      }
      case "DeleteBucketPolicy":
        await checkExists(bucket, request, next);
        policies.delete(bucket);
        return next(request);
      default: {
        const response = await next(request);
        if (request.operation === "DeleteBucket" && response.status === 204) policies.delete(bucket);
        return response;
      }
    }
  };
}

/**
 * The statements that allow S3's log delivery.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @throws AwsError MalformedPolicy
 */
function forAccessLogs(body: Buffer): readonly unknown[] {
  let policy: unknown;
  try {
    policy = JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'", 400);
  }
  const statements = isObject(policy) && isList(policy["Statement"]) ? policy["Statement"] : [];
  return statements.filter(
    (statement) =>
      isObject(statement) &&
      statement["Effect"] === "Allow" &&
      isObject(statement["Principal"]) &&
      statement["Principal"]["Service"] === "logging.s3.amazonaws.com",
  );
}

async function checkExists(bucket: string, request: CallerRequest, next: Handler): Promise<void> {
  const { status } = await headBucket(bucket, request, next);
  if (status === 404) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
}

function answer(status: number, body: Buffer = Buffer.alloc(0)): AwsResponse {
  return { status, headers: body.length > 0 ? { "content-type": "application/json" } : {}, body };
}
