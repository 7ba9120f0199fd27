/** The resources of S3's calls: buckets, or the objects in them. */
import type { Scope } from "./call-resources";
import { isObject } from "../../document/json";
import { NO_RESOURCE_LEVEL, text, type StepFacts } from "../../document/permissions/step-facts";

const OF_OBJECTS = /^s3:((Get|Put|Delete|Restore)Object|AbortMultipartUpload|ListMultipartUploadParts)/;

/** The statement for one action of S3. */
export function s3Scope(action: string, step: StepFacts): Scope {
  const { inputs, context } = step;
  const start = `arn:${context.partition}:s3:::`;
  if (/^s3:(ListAllMyBuckets|[A-Za-z]*Account[A-Za-z]*)$/.test(action)) {
    return { resources: ["*"], because: NO_RESOURCE_LEVEL };
  }
  const copied = inputs["CopySource"];
  if (action === "s3:GetObject" && copied !== undefined) return { resources: [`${start}${copySource(copied, step)}`] };
  const bucket = inputs["Bucket"] === undefined ? "*" : text(step, inputs["Bucket"]);
  const key = inputs["Key"] === undefined ? "*" : text(step, inputs["Key"]);
  return { resources: [OF_OBJECTS.test(action) ? `${start}${bucket}/${key}` : `${start}${bucket}`] };
}

function copySource(source: unknown, step: StepFacts): string {
  if (!isObject(source)) return text(step, source).replace(/^\//, "");
  return `${text(step, source["Bucket"])}/${text(step, source["Key"])}`;
}
