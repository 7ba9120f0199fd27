/**
 * The resources of S3's calls: buckets, or the objects in them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
import type { Scope } from "../statements/statement";
import { textOf, type ApiCall } from "./api-call";
import { hasResources, onEveryResource } from "./every-resource";

const OF_OBJECTS = /^s3:((Get|Put|Delete|Restore)Object|AbortMultipartUpload|ListMultipartUploadParts)/;

/** The statement for one action of S3. */
export function s3Scope(action: string, { parameters, location }: ApiCall): Scope {
  if (!hasResources(action)) return onEveryResource(action);
  const start = `arn:${location.partition}:s3:::`;
  const copied = parameters["CopySource"];
  if (action === "s3:GetObject" && copied !== undefined) return { resources: [`${start}${copySource(copied)}`] };
  const bucket = parameters["Bucket"] === undefined ? "*" : textOf(parameters["Bucket"]);
  const key = parameters["Key"] === undefined ? "*" : textOf(parameters["Key"]);
  return { resources: [OF_OBJECTS.test(action) ? `${start}${bucket}/${key}` : `${start}${bucket}`] };
}

/** `bucket/key`, with or without a slash before it, or the two by themselves. */
function copySource(source: unknown): string {
  if (typeof source !== "object" || source === null) return textOf(source).replace(/^\//, "");
  const { Bucket: bucket, Key: key } = source as Readonly<Record<string, unknown>>;
  return `${textOf(bucket)}/${textOf(key)}`;
}
