/**
 * The subresources that moto's S3 implements. moto ignores an unknown subresource, and would create or delete the bucket
 * itself, so such requests must never reach moto.
 */
import type { AwsError } from "../../protocol/aws-error";
import { notImplemented } from "../../protocol/aws-error";
import type { CallerRequest } from "../../protocol/message";

const READ_BUCKET =
  "accelerate acl cors encryption inventory lifecycle location logging notification object-lock ownershipControls policy publicAccessBlock replication tagging uploads versioning versions website";
const WRITE_BUCKET =
  "accelerate acl cors encryption inventory lifecycle logging notification object-lock ownershipControls policy publicAccessBlock replication tagging versioning website";
const DELETE_BUCKET =
  "cors encryption lifecycle ownershipControls policy publicAccessBlock replication tagging website";

const BUCKET: Readonly<Record<string, ReadonlySet<string>>> = {
  GET: words(READ_BUCKET),
  PUT: words(WRITE_BUCKET),
  DELETE: words(DELETE_BUCKET),
  POST: words("delete"),
};
const OBJECT: Readonly<Record<string, ReadonlySet<string>>> = {
  GET: words("acl attributes legal-hold tagging"),
  PUT: words("acl legal-hold retention tagging"),
  DELETE: words("tagging"),
  POST: words("restore select uploads"),
};

/** Query parameters that belong to an operation and do not select one. */
const PARAMETERS = words(
  "AWSAccessKeyId Expires Signature id x-id list-type prefix delimiter marker max-keys encoding-type continuation-token start-after fetch-owner key-marker version-id-marker upload-id-marker max-uploads max-buckets bucket-region versionId partNumber uploadId part-number-marker max-parts select-type",
);

/** @throws AwsError NotImplemented for a subresource that moto does not implement. */
export function checkS3Coverage(request: CallerRequest): void {
  const [, bucket = "", ...key] = request.path.split("/");
  if (bucket === "" || request.method === "HEAD") return;
  const known = (key.join("/") === "" ? BUCKET : OBJECT)[request.method] ?? new Set<string>();
  for (const parameter of request.query.keys()) {
    if (known.has(parameter) || PARAMETERS.has(parameter)) continue;
    if (/^(x-amz-|response-)/i.test(parameter)) continue;
    throw unknown(request, parameter);
  }
}

function unknown(request: CallerRequest, parameter: string): AwsError {
  const isNamed = !/^(Create|Delete|Get|List)(Bucket|Object|Objects)$/.test(request.operation);
  return notImplemented("s3", isNamed ? request.operation : `${request.method} ?${parameter}`);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
