/**
 * Documents as late as AWS's. Executions, commands and associations meet a document as it was, and so do the accounts that it is
 * shared with. Who describes it sees the old versions and that it is `Updating`; what is new is found by nobody, and is `Creating`
 * for the connection that has created it.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DocumentDescription.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { isObject } from "../../diagnostics/json";
import { locationKey, type Location } from "../../iam/location";
import { objectsOf, stringOf, type Input } from "../protocol/input";
import { locationOf } from "../protocol/location";
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../protocol/message";
import { withInput } from "../protocol/with-input";
import { invalidDocument } from "../systems-manager/documents/sharing";
import type { Lateness, Write } from "./lateness";
import type { ReadOf } from "./late-client";
import { readKey, type Past } from "./past";

type SsmOf = (accountId: string, region: string) => sdk.SSMClient;

const WRITES = new Set(["CreateDocument", "UpdateDocument", "UpdateDocumentDefaultVersion", "DeleteDocument"]);
const READS = new Set(["DescribeDocument", "GetDocument", "ListDocumentVersions", "DescribeDocumentPermission"]);
const LATEST = "$LATEST";

export function documentReads(location: Location): ReadOf {
  return (command, input) => {
    const name = stringOf(input, "Name") ?? "";
    if (command === "DescribeDocumentPermission") {
      return { resource: sharesOf(location, name), key: readKey(command) };
    }
    if (command !== "DescribeDocument" && command !== "GetDocument") return undefined;
    return { resource: nameOf(location, name), key: readKey(command, stringOf(input, "DocumentVersion")) };
  };
}

/** @param ssmOf documents as they are */
export function lateDocuments(lateness: Lateness, ssmOf: SsmOf): ServiceLayer {
  return async (request, next) => {
    const { operation, connection } = request;
    if (operation === "ListDocuments") return withoutHidden(request, next, lateness);
    const { location, name } = ownDocument(request);
    const resource = nameOf(location, name);
    if (READS.has(operation)) {
      if (lateness.hides(resource, connection)) throw invalidDocument(stringOf(request.input, "Name") ?? "");
      const past = lateness.pastOf(resource);
      return past === undefined ? next(request) : asBefore(request, next, past);
    }
    const ssm = ssmOf(location.accountId, location.region);
    const write = (what: Pick<Write, "resource" | "readBefore">) =>
      lateness.write({ ...what, connection }, () => next(request), { succeeded: ({ status }) => status === 200 });
    if (WRITES.has(operation)) return write({ resource, readBefore: versionsOf(ssm, name) });
    if (operation === "ModifyDocumentPermission") {
      return write({ resource: sharesOf(location, name), readBefore: permissionOf(ssm, name) });
    }
    return next(request);
  };
}

function versionsOf(ssm: sdk.SSMClient, Name: string): Write["readBefore"] {
  const describe = (DocumentVersion?: string) => ({
    key: readKey("DescribeDocument", DocumentVersion),
    answer: ssm.send(new sdk.DescribeDocumentCommand({ Name, DocumentVersion })),
  });
  return { first: () => describe(), rest: () => Promise.resolve([describe(LATEST)]) };
}

function permissionOf(ssm: sdk.SSMClient, Name: string): Write["readBefore"] {
  const asked = new sdk.DescribeDocumentPermissionCommand({ Name, PermissionType: "Share" });
  return {
    first: () => ({ key: readKey("DescribeDocumentPermission"), answer: ssm.send(asked) }),
    rest: () => Promise.resolve([]),
  };
}

/** Reads the versions that were the default and the latest one before the writes that are not seen yet. */
async function asBefore(request: CallerRequest, next: Handler, past: Past): Promise<AwsResponse> {
  const { operation, input } = request;
  if (operation !== "DescribeDocument" && operation !== "GetDocument") return next(request);
  if (past.absent !== undefined) return patched(await next(request), { Status: "Creating" });
  const answer = past.answers.get(readKey("DescribeDocument"));
  const { Document: { DefaultVersion, LatestVersion } = {} } = (
    answer !== undefined && "output" in answer ? answer.output : {}
  ) as Partial<sdk.DescribeDocumentResult>;
  const asked = stringOf(input, "DocumentVersion") ?? "$DEFAULT";
  const DocumentVersion = { $DEFAULT: DefaultVersion, [LATEST]: LatestVersion }[asked] ?? asked;
  return patched(await next(withInput(request, { ...input, DocumentVersion })), {
    Status: "Updating",
    ...(operation === "DescribeDocument" && { DefaultVersion, LatestVersion }),
  });
}

/** GetDocument has the members at the top. */
function patched(response: AwsResponse, members: object): AwsResponse {
  if (response.status !== 200) return response;
  const body = JSON.parse(response.body.toString()) as { readonly Document?: object };
  const shown =
    body.Document === undefined ? { ...body, ...members } : { ...body, Document: { ...body.Document, ...members } };
  return { ...response, body: Buffer.from(JSON.stringify(shown)) };
}

async function withoutHidden(request: CallerRequest, next: Handler, lateness: Lateness): Promise<AwsResponse> {
  const response = await next(request);
  const body: unknown = response.status === 200 ? JSON.parse(response.body.toString()) : undefined;
  if (!isObject(body)) return response;
  const location = locationOf(request);
  const isSeen = (document: Input): boolean =>
    !lateness.hides(nameOf(location, stringOf(document, "Name") ?? ""), request.connection);
  const DocumentIdentifiers = objectsOf(body, "DocumentIdentifiers").filter(isSeen);
  return { ...response, body: Buffer.from(JSON.stringify({ ...body, DocumentIdentifiers })) };
}

/** The document that a request names, in its owner's account. */
function ownDocument(request: CallerRequest): { readonly location: Location; readonly name: string } {
  const location = locationOf(request);
  const asked = stringOf(request.input, "Name") ?? "";
  const arn = /^arn:[^:]+:ssm:[^:]+:(\d{12}):document\/(.+)$/.exec(asked);
  return arn === null
    ? { location, name: asked }
    : { location: { ...location, accountId: arn[1] ?? "" }, name: arn[2] ?? "" };
}

function nameOf(location: Location, name: string): string {
  return `document ${locationKey(location)} ${name}`;
}

function sharesOf(location: Location, name: string): string {
  return `shares of ${nameOf(location, name)}`;
}
