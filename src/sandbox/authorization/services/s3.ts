/** S3: buckets, and the objects in them. (Service Authorization Reference, "Amazon S3") */
import { isObject } from "../../../document/json";
import { callResources } from "../../../iam/resources/call-resources";
import type { RequestContext } from "../../../iam/decision/request";
import { objectsOf, stringOf } from "../../protocol/input";
import type { CallerRequest } from "../../protocol/message";
import type { Call } from "../call";
import { NO_RESOURCES_NOTE, type RequiredPermission } from "../required-permission";

/** Actions that have another name for a specific version. */
const OF_VERSION = /^s3:((Get|Delete)Object(Acl|Tagging|Torrent|Attributes)?|PutObject(Acl|Tagging))$/;

/** What a call needs, action by action: all actions of a call are on the same buckets and objects. */
export function s3Permissions(call: Call, action: string): readonly RequiredPermission[] {
  const { request, location, input } = call;
  const { Bucket, Key, CopySource, Delete } = input;
  const listed = isObject(Delete)
    ? objectsOf(Delete, "Objects").flatMap((object) => stringOf(object, "Key") ?? [])
    : [];
  const keys = listed.length > 0 ? listed : [Key];
  const context = contextOf(request);
  return keys.flatMap((key) =>
    callResources(action, {
      parameters: {
        ...(Bucket !== undefined && { Bucket }),
        ...(key !== undefined && { Key: key }),
        ...(CopySource !== undefined && { CopySource }),
      },
      location,
    }).flatMap(({ resources }) =>
      resources.map((resource): RequiredPermission => ({
        action: ofVersion(action, call),
        resource,
        context,
        ...(resource === "*" && { note: NO_RESOURCES_NOTE }),
      })),
    ),
  );
}

/** Further actions that a request needs. */
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
