/** S3: buckets, and the objects in them. (Service Authorization Reference, "Amazon S3") */
import { apiResources } from "../../../document/permissions/api-resources";
import { s3Bucket } from "../../protocol/s3-operation";
import type { RequestContext } from "../../../iam/decision/request";
import type { CallerRequest } from "../../protocol/message";
import { xmlTexts } from "../../protocol/xml";
import type { Call } from "../call";
import { NO_RESOURCES_NOTE, type RequiredPermission, type ServicePermissions } from "../required-permission";
import { decoded } from "../../protocol/rest-operations";

/** Actions that have another name when they speak of a version. */
const OF_VERSION = /^s3:((Get|Delete)Object(Acl|Tagging|Torrent|Attributes)?|PutObject(Acl|Tagging))$/;

export const s3Permissions: ServicePermissions = (call, action) => {
  const { request, location } = call;
  const listed = call.operation === "DeleteObjects" ? xmlTexts(request.body.toString(), "Key") : [];
  const keys = listed.length > 0 ? listed : [keyOf(request)];
  const source = copySource(request);
  const context = contextOf(request);
  return keys.flatMap((key) =>
    apiResources(action, {
      inputs: {
        ...(bucketOf(request) !== undefined && { Bucket: bucketOf(request) }),
        ...(key !== undefined && { Key: key }),
        ...(source !== undefined && { CopySource: source }),
      },
      context: { ...location, parameters: {}, targetTag: undefined },
    }).flatMap(({ resources }) =>
      resources.map((resource): RequiredPermission => ({
        action: ofVersion(action, call),
        resource,
        context,
        ...(resource === "*" && { note: NO_RESOURCES_NOTE }),
      })),
    ),
  );
};

/** Actions that a request needs beside that of its operation. */
export function furtherS3Actions({ request, operation }: Call): readonly string[] {
  if (operation !== "PutObject" && operation !== "CopyObject" && operation !== "CreateMultipartUpload") return [];
  const { headers } = request;
  return [
    ...(headers["x-amz-tagging"] === undefined ? [] : ["s3:PutObjectTagging"]),
    ...(headers["x-amz-acl"] === undefined ? [] : ["s3:PutObjectAcl"]),
  ];
}

function ofVersion(action: string, { request, operation }: Call): string {
  const hasVersion = request.query.has("versionId") && operation !== "CopyObject";
  return hasVersion && OF_VERSION.test(action) ? action.replace("Object", "ObjectVersion") : action;
}

function bucketOf(request: CallerRequest): string | undefined {
  try {
    return s3Bucket(request.path);
  } catch {
    // Not encoded rightly: it names no bucket that there could be.
    return request.path.split("/")[1];
  }
}

function keyOf({ path }: CallerRequest): string | undefined {
  const key = path.split("/").slice(2).join("/");
  return key === "" ? undefined : decoded(key);
}

/** `bucket/key`, from either form of the header. */
function copySource({ headers }: CallerRequest): string | undefined {
  const source = headers["x-amz-copy-source"];
  return typeof source === "string" ? decoded(source.split("?")[0] ?? "").replace(/^\//, "") : undefined;
}

function contextOf({ query, headers }: CallerRequest): RequestContext {
  const values = {
    "s3:prefix": query.get("prefix"),
    "s3:delimiter": query.get("delimiter"),
    "s3:max-keys": query.get("max-keys"),
    "s3:VersionId": query.get("versionId"),
    "s3:x-amz-acl": headers["x-amz-acl"],
    "s3:x-amz-server-side-encryption": headers["x-amz-server-side-encryption"],
    "s3:x-amz-server-side-encryption-aws-kms-key-id": headers["x-amz-server-side-encryption-aws-kms-key-id"],
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}
