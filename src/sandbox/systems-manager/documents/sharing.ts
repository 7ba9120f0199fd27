/**
 * Documents that another account shares. moto finds only an account's own documents.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ModifyDocumentPermission.html
 */
import { DescribeDocumentPermissionCommand, InvalidDocument, type SSMClient } from "@aws-sdk/client-ssm";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { AwsResponse, CallerRequest, ServiceLayer } from "../../protocol/message";
import { withInput } from "../../protocol/with-input";
import { locationOf } from "../../protocol/location";

/** Operations that accept the ARN of a document instead of its name. */
const READS_BY_ARN = new Set(["DescribeDocument", "GetDocument"]);

export interface SsmSharingOptions {
  /** SSM of one account and Region. */
  readonly ssmOf: (accountId: string, region: string) => SSMClient;
  /** Sends a request to moto on behalf of an account other than the caller's. */
  readonly asAccount: (accountId: string, request: CallerRequest) => Promise<AwsResponse>;
}

export function ssmSharing(options: SsmSharingOptions): ServiceLayer {
  return async (request, next) => {
    if (READS_BY_ARN.has(request.operation)) return readDocument(request, options, next);
    return next(request);
  };
}

async function readDocument(
  request: CallerRequest,
  options: SsmSharingOptions,
  next: (request: CallerRequest) => Promise<AwsResponse>,
): Promise<AwsResponse> {
  const asked = stringOf(request.input, "Name");
  if (asked?.startsWith("arn:") !== true) return next(request);
  const reader = locationOf(request);
  const { owner, name } = await locateDocument(options.ssmOf, reader, asked);
  const byName = withInput(request, { ...request.input, Name: name });
  return owner === reader.accountId ? next(byName) : options.asAccount(owner, byName);
}

/**
 * The owner and the name of a document. Only the document of another account is known to exist.
 * @throws AwsError InvalidDocument for an ARN of another Region, or of a document that is not shared with the reader
 */
export async function locateDocument(
  ssmOf: SsmSharingOptions["ssmOf"],
  reader: Location,
  nameOrArn: string,
): Promise<{ readonly owner: string; readonly name: string }> {
  const arn = /^arn:[^:]+:ssm:([^:]+):(\d{12}):document\/(.+)$/.exec(nameOrArn);
  if (arn === null) return { owner: reader.accountId, name: nameOrArn };
  const [, region = "", owner = "", name = ""] = arn;
  if (region !== reader.region) throw invalidDocument(nameOrArn);
  if (owner !== reader.accountId && !(await isSharedWith(ssmOf(owner, region), name, reader.accountId))) {
    throw invalidDocument(nameOrArn);
  }
  return { owner, name };
}

async function isSharedWith(ownersSsm: SSMClient, name: string, accountId: string): Promise<boolean> {
  const sharedWith = await accountsWithAccess(ownersSsm, name);
  return sharedWith.includes(accountId) || sharedWith.includes("all");
}

/** The ids of the accounts that a document is shared with, `all` if it is public; none if it does not exist. */
export async function accountsWithAccess(ownersSsm: SSMClient, name: string): Promise<readonly string[]> {
  try {
    const { AccountIds = [] } = await ownersSsm.send(
      new DescribeDocumentPermissionCommand({ Name: name, PermissionType: "Share" }),
    );
    return AccountIds.map((id) => id.toLowerCase());
  } catch (error) {
    // To other accounts a document that is not shared looks like one that does not exist.
    if (error instanceof InvalidDocument) return [];
    throw error;
  }
}

/** The same error for a document that does not exist and one that must not be read. */
export function invalidDocument(name: string): AwsError {
  return new AwsError("InvalidDocument", `Document with name ${name} does not exist.`);
}
