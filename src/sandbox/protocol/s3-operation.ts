/** Names of S3's operations, which requests identify by method, path and subresource. */

/** Subresources of a bucket, and the noun in the names of their operations. */
const BUCKET_NOUNS: Readonly<Record<string, string>> = {
  abac: "BucketAbac",
  accelerate: "BucketAccelerateConfiguration",
  acl: "BucketAcl",
  analytics: "BucketAnalyticsConfiguration",
  cors: "BucketCors",
  encryption: "BucketEncryption",
  "intelligent-tiering": "BucketIntelligentTieringConfiguration",
  inventory: "BucketInventoryConfiguration",
  lifecycle: "BucketLifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  metadataConfiguration: "BucketMetadataConfiguration",
  metadataInventoryTable: "BucketMetadataInventoryTableConfiguration",
  metadataJournalTable: "BucketMetadataJournalTableConfiguration",
  metadataTable: "BucketMetadataTableConfiguration",
  metrics: "BucketMetricsConfiguration",
  notification: "BucketNotificationConfiguration",
  "object-lock": "ObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  policyStatus: "BucketPolicyStatus",
  publicAccessBlock: "PublicAccessBlock",
  replication: "BucketReplication",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
};
const OBJECT_NOUNS: Readonly<Record<string, string>> = {
  acl: "ObjectAcl",
  attributes: "ObjectAttributes",
  encryption: "ObjectEncryption",
  "legal-hold": "ObjectLegalHold",
  retention: "ObjectRetention",
  tagging: "ObjectTagging",
  torrent: "ObjectTorrent",
};
/** The query parameters that select an operation on a bucket or an object. A request has at most one. */
export const S3_SUBRESOURCES: ReadonlySet<string> = new Set([
  ...Object.keys(BUCKET_NOUNS),
  ...Object.keys(OBJECT_NOUNS),
  "delete",
  "restore",
  "select",
  "session",
  "uploadId",
  "uploads",
  "versions",
]);
/** Nouns whose operations have other verbs. */
const OTHER_VERBS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BucketMetadataConfiguration: { POST: "Create" },
  BucketMetadataInventoryTableConfiguration: { PUT: "Update" },
  BucketMetadataJournalTableConfiguration: { PUT: "Update" },
  BucketMetadataTableConfiguration: { POST: "Create" },
  ObjectEncryption: { PUT: "Update" },
};
const VERBS: Readonly<Record<string, string>> = {
  GET: "Get",
  HEAD: "Head",
  PUT: "Put",
  POST: "Post",
  DELETE: "Delete",
};

/** AWS's name of an S3 operation. */
export function s3Operation(method: string, path: string, query: URLSearchParams, copies: boolean): string {
  const [, bucket = "", ...key] = path.split("/");
  if (bucket === "") return "ListBuckets";
  const ofBucket = key.join("/") === "";
  const noun = nounOf(ofBucket ? BUCKET_NOUNS : OBJECT_NOUNS, query);
  const verb = (noun === undefined ? undefined : OTHER_VERBS[noun]?.[method]) ?? VERBS[method] ?? method;
  return ofBucket ? bucketOperation(verb, noun, query) : objectOperation(verb, noun, query, copies);
}

function bucketOperation(verb: string, noun: string | undefined, query: URLSearchParams): string {
  if (noun !== undefined) {
    const lists =
      verb === "Get" && /^Bucket(Analytics|IntelligentTiering|Inventory|Metrics)/.test(noun) && !query.has("id");
    if (lists) return `List${noun}s`;
    // The only operation whose name is shorter for DELETE.
    return verb === "Delete" && noun === "BucketLifecycleConfiguration" ? "DeleteBucketLifecycle" : `${verb}${noun}`;
  }
  if (query.has("uploads")) return "ListMultipartUploads";
  if (query.has("versions")) return "ListObjectVersions";
  if (query.has("delete")) return "DeleteObjects";
  if (query.has("session")) return "CreateSession";
  if (verb === "Get") return query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
  return verb === "Put" ? "CreateBucket" : `${verb}Bucket`;
}

function objectOperation(verb: string, noun: string | undefined, query: URLSearchParams, copies: boolean): string {
  if (noun !== undefined) return `${verb}${noun}`;
  if (query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("restore")) return "RestoreObject";
  if (query.has("select")) return "SelectObjectContent";
  if (query.has("uploadId")) {
    if (verb === "Put") return copies ? "UploadPartCopy" : "UploadPart";
    if (verb === "Get") return "ListParts";
    return verb === "Delete" ? "AbortMultipartUpload" : "CompleteMultipartUpload";
  }
  return verb === "Put" && copies ? "CopyObject" : `${verb}Object`;
}

function nounOf(nouns: Readonly<Record<string, string>>, query: URLSearchParams): string | undefined {
  for (const name of query.keys()) {
    const noun = Object.hasOwn(nouns, name) ? nouns[name] : undefined;
    if (noun !== undefined) return noun;
  }
  return undefined;
}
