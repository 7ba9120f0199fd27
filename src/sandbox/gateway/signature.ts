/**
 * Reads the access key, service and Region from a request's signature. Signatures are never verified (see principals.ts).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../protocol/aws-error";

export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name of the service, in lower case: `s3`, `organizations`. */
  readonly service: string;
  readonly sessionToken: string | undefined;
}

/**
 * Reads the credential scope from the Authorization header or from a presigned query.
 * @returns undefined if the request is not signed.
 * @throws AwsError IncompleteSignature if the signature has an unknown format, such as Signature Version 2.
 */
export function readSignature(headers: IncomingHttpHeaders, query: URLSearchParams): Signature | undefined {
  const authorization = headers.authorization;
  if (authorization !== undefined) {
    const scope = /^AWS4-[A-Z0-9-]+ .*Credential=([^,\s]+)/.exec(authorization)?.[1];
    return parseScope(scope, headers, single(headers["x-amz-security-token"]));
  }
  const credential = query.get("X-Amz-Credential");
  if (credential === null) return presignedForS3(query);
  return parseScope(credential, headers, query.get("X-Amz-Security-Token") ?? undefined);
}

/** `AKIA…/20260101/us-east-1/s3/aws4_request`. Signature Version 4A has no Region in the scope, but a set in a header. */
function parseScope(
  scope: string | undefined,
  headers: IncomingHttpHeaders,
  sessionToken: string | undefined,
): Signature {
  const parts = scope?.split("/") ?? [];
  const [accessKeyId = "", , third = "", fourth = ""] = parts;
  if (parts.at(-1) !== "aws4_request" || parts.length < 4 || parts.length > 5) {
    throw new AwsError(
      "IncompleteSignature",
      "The Authorization is not a Signature Version 4 with a credential scope of <access key id>/<date>/<region>/<service>/aws4_request.",
      403,
    );
  }
  if (parts.length === 5) return { accessKeyId, region: third, service: fourth.toLowerCase(), sessionToken };
  const region = single(headers["x-amz-region-set"])?.split(",")[0]?.replace("*", "") || "us-east-1";
  return { accessKeyId, region, service: third.toLowerCase(), sessionToken };
}

/** Signature Version 2 in the query string, which version 1 of the AWS CLI still uses to presign. */
function presignedForS3(query: URLSearchParams): Signature | undefined {
  const accessKeyId = query.get("AWSAccessKeyId");
  if (accessKeyId === null || !query.has("Signature")) return undefined;
  const sessionToken = query.get("x-amz-security-token") ?? undefined;
  return { accessKeyId, region: "us-east-1", service: "s3", sessionToken };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
