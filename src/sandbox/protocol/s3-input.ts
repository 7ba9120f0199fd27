/** What a request to S3 is about, under the names that S3's operations have for it. Everything else stays where it came. */
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
    // Either form of the header: with a slash before the bucket or without.
    ...(typeof source === "string" && { CopySource: decoded(source.split("?")[0] ?? "").replace(/^\//, "") }),
    ...(operation === "DeleteObjects" && {
      Delete: { Objects: xmlTexts(body.toString(), "Key").map((Key) => ({ Key })) },
    }),
  };
}
