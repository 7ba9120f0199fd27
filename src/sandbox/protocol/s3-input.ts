/** The input of a request to S3 as far as the sandbox needs it, with the member names of S3's operations. */
import type { Input } from "./input";
import type { AwsRequest } from "./message";
import { decoded } from "./rest-operations";
import { xmlTexts } from "./xml";

/** Path style: the bucket is the first part of the path. */
export function s3Input({ path, headers, operation, body }: Omit<AwsRequest, "input">): Input {
  const [, bucket = "", ...key] = path.split("/");
  const source = headers["x-amz-copy-source"];
  return {
    ...(bucket !== "" && { Bucket: decoded(bucket) }),
    ...(key.join("/") !== "" && { Key: decoded(key.join("/")) }),
    // The header may have a slash before the bucket.
    ...(typeof source === "string" && { CopySource: decoded(source.split("?")[0] ?? "").replace(/^\//, "") }),
    ...(operation === "DeleteObjects" && {
      Delete: { Objects: xmlTexts(body.toString(), "Key").map((Key) => ({ Key })) },
    }),
  };
}
