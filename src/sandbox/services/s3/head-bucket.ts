/** Questions about a bucket that a layer asks moto in place of the caller. */
import type { AwsResponse, CallerRequest, Handler } from "../../protocol/message";

/** Whether the bucket exists (404 if not), and in which Region it is (`x-amz-bucket-region`). */
export function headBucket(bucket: string, request: CallerRequest, next: Handler): Promise<AwsResponse> {
  return next(question(bucket, request, "HEAD", "HeadBucket"));
}

/** The bucket's default encryption, as XML. 404 if it has none. */
export function bucketEncryption(bucket: string, request: CallerRequest, next: Handler): Promise<AwsResponse> {
  return next(question(bucket, request, "GET", "GetBucketEncryption", "encryption"));
}

function question(
  bucket: string,
  { headers, ...request }: CallerRequest,
  method: string,
  operation: string,
  subresource?: string,
): CallerRequest {
  const path = `/${bucket}`;
  return {
    ...request,
    // The others say what the caller's request is.
    headers: { host: headers.host },
    method,
    operation,
    path,
    target: subresource === undefined ? path : `${path}?${subresource}`,
    query: new URLSearchParams(subresource),
    input: { Bucket: bucket },
    body: Buffer.alloc(0),
  };
}
