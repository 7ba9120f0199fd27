/** What State Manager asks about documents, and the kind of document that an association can name. */
import type { Location } from "../../../engine/ports";
import { isAmazonDocument } from "../../../engine/document-names";
import { AwsError, notImplemented } from "../../protocol/aws-error";
import type { AssociationSettings } from "./state";

/** A version of a document as far as an association depends on it. */
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
   * @param location whose account must own the document or have it shared
   * @param name or ARN
   * @param version a number, `$DEFAULT` or `$LATEST`
   * @returns undefined if there is no such document; the latest version if there is no such version
   * @throws AwsError where there is more to say
   */
  find(location: Location, name: string, version: string): Promise<AssociationDocument | undefined>;
}

const ARN = /^arn:[^:]+:ssm:[^:]*:(\d*):document\/(.+)$/;

/** The version that the association names. State Manager runs a document of another account in its default version. */
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
 * The document of an association's settings.
 * @throws AwsError InvalidDocument, InvalidDocumentVersion, NotImplemented; messages as they were seen of AWS
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
  if (document.type === "Policy") throw notImplemented("ssm", "CreateAssociation of Policy documents");
  if (document.type !== "Automation" && document.type !== "Command") {
    throw new AwsError("InvalidDocument", `Document type ${document.type} is not supported for associations.`);
  }
  // $DEFAULT and $LATEST are taken: an example in AWS's CLI reference has $LATEST of one of Amazon's documents.
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
    ? ". Of Amazon's documents Fleetbook's sandbox has those that ListDocuments with the filter Owner=Amazon shows."
    : "";
}

function arnOf(location: Location, name: string): string {
  return name.startsWith("arn:")
    ? name
    : `arn:${location.partition}:ssm:${location.region}:${location.accountId}:document/${name}`;
}
