/**
 * The files of attachments in S3.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AttachmentsSource.html
 */
import type { AttachmentsSource } from "@aws-sdk/client-ssm";
import { AwsError } from "../../protocol/aws-error";
import type { SendAs } from "../../protocol/message";
import type { Location } from "../../../iam/location";

/** An object in S3, by a URL of any form. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Refuses attachments whose files do not exist. AWS creates the document, and its status becomes Failed.
 * @param files the names of the files that the document lists
 * @param send sends requests to moto, which stores the objects
 * @throws AwsError InvalidDocumentContent
 */
export async function checkFiles(
  location: Location,
  attachments: readonly AttachmentsSource[],
  files: readonly string[],
  send: SendAs,
): Promise<void> {
  for (const url of attachments.flatMap((attachment) => urlsOf(attachment, files))) {
    const object = s3ObjectOf(url);
    if (object !== undefined && (await exists(location, object, send))) continue;
    const reason = object === undefined ? "It is not the URL of an object in S3." : "S3 has no such object.";
    throw new AwsError("InvalidDocumentContent", `The attachment ${url} is not there. ${reason}`);
  }
}

/** A folder has all files of the document. The attachment of another document is not looked up. */
function urlsOf({ Key, Values: [url = ""] = [] }: AttachmentsSource, files: readonly string[]): readonly string[] {
  if (Key === "S3FileUrl") return [url];
  return Key === "SourceUrl" ? files.map((file) => `${url.replace(/\/$/, "")}/${file}`) : [];
}

/** @returns undefined for a URL that is none of an object */
export function s3ObjectOf(url: string): S3Object | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  const inHost = /^(.+)\.s3[.-]([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/.exec(hostname)?.[1];
  const isS3 = /^s3[.-]([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/.test(hostname);
  const [bucket = "", ...rest] = isS3 ? path.split("/") : [inHost ?? (protocol === "s3:" ? hostname : ""), path];
  const key = rest.join("/");
  return bucket === "" || key === "" ? undefined : { bucket, key };
}

async function exists({ accountId, region }: Location, { bucket, key }: S3Object, send: SendAs): Promise<boolean> {
  const path = `/${[bucket, ...key.split("/")].map(encodeURIComponent).join("/")}`;
  const response = await send(accountId, {
    method: "HEAD",
    operation: "HeadObject",
    service: "s3",
    protocol: "s3",
    region,
    target: path,
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    accessKeyId: undefined,
    input: { Bucket: bucket, Key: key },
  });
  return response.status === 200;
}
