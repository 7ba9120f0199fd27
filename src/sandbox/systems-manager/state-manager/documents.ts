/** The documents of associations: what State Manager needs to know of them, and which documents it accepts. */
import type { Location } from "../../../iam/location";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { AwsError } from "../../protocol/aws-error";
import type { AssociationSettings } from "./state";

/** The properties of a document version on which an association depends. */
export interface AssociationDocument {
  /** `Automation`, `Command`, `Session`, … */
  readonly type: string;
  /** Whether Amazon owns it. */
  readonly isAmazons: boolean;
  /** The number: `3`, never `$DEFAULT`. */
  readonly version: string;
  readonly latestVersion: string;
  /** `/AWS::EC2::Instance` */
  readonly targetType: string | undefined;
  readonly assumeRole: string | undefined;
  readonly parameters: Readonly<Record<string, { readonly default?: unknown }>>;
}

export interface AssociationDocuments {
  /**
   * @param location the account must own the document, or another account must share it with this account
   * @param name or ARN
   * @param version a number, `$DEFAULT` or `$LATEST`
   * @returns undefined if the document does not exist; the latest version if the version does not exist
   * @throws AwsError if there is a more specific reason
   */
  find(location: Location, name: string, version: string): Promise<AssociationDocument | undefined>;
}

const ARN = /^arn:[^:]+:ssm:[^:]*:(\d*):document\/(.+)$/;

/** Whether the agents of nodes apply the document. */
export function runsOnNodes({ type }: Pick<AssociationDocument, "type">): boolean {
  return type === "Command" || type === "Policy";
}

/** The version that a run uses. State Manager always runs the default version of a document of another account. */
export function versionToRun(settings: AssociationSettings, location: Location): string {
  const owner = ARN.exec(settings.Name)?.[1];
  const isShared = owner !== undefined && owner !== "" && owner !== location.accountId;
  return isShared ? "$DEFAULT" : (settings.DocumentVersion ?? "$DEFAULT");
}

/** Whether an association of `location` names the document `name` of `ownerId`, by name or by ARN. */
export function namesDocument(
  settings: AssociationSettings,
  location: Location,
  ownerId: string,
  name: string,
): boolean {
  const [, arnOwner, arnName] = ARN.exec(settings.Name) ?? [];
  return arnName === undefined
    ? location.accountId === ownerId && settings.Name === name
    : arnOwner === ownerId && arnName === name;
}

/**
 * Finds the document of an association.
 * @throws AwsError InvalidDocument, InvalidDocumentVersion or NotImplemented, with AWS's messages where they are known
 */
export async function findDocument(
  documents: AssociationDocuments,
  location: Location,
  settings: AssociationSettings,
): Promise<AssociationDocument> {
  const asked = versionToRun(settings, location);
  const document = await documents.find(location, settings.Name, asked);
  if (document === undefined) {
    throw new AwsError(
      "InvalidDocument",
      `Document does not exist: ${arnOf(location, settings.Name)}${hint(settings.Name)}`,
    );
  }
  if (document.type !== "Automation" && !runsOnNodes(document)) {
    throw new AwsError("InvalidDocument", `Document type ${document.type} is not supported for associations.`);
  }
  // $DEFAULT and $LATEST are accepted: an example in AWS's CLI reference uses $LATEST with one of Amazon's documents.
  if (/^\d+$/.test(asked)) {
    if (document.isAmazons) {
      throw new AwsError("InvalidDocumentVersion", "Document version can not be used with Amazon document");
    }
    if (document.version !== asked) {
      const latest = document.latestVersion;
      throw new AwsError(
        "InvalidDocumentVersion",
        `Document version: ${asked} is invalid, latest version is ${latest}`,
      );
    }
  }
  return document;
}

function hint(name: string): string {
  return isAmazonDocument(name)
    ? ". ListDocuments with the filter Owner=Amazon lists Amazon's documents that Fleetbook's sandbox has."
    : "";
}

function arnOf(location: Location, name: string): string {
  return name.startsWith("arn:")
    ? name
    : `arn:${location.partition}:ssm:${location.region}:${location.accountId}:document/${name}`;
}
