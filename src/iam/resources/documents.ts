/** ARNs of Systems Manager's documents, and which documents are Amazon's own. */
import { arn } from "../arn";
import type { Location } from "../location";

/**
 * The beginnings of names that AWS keeps for its own documents. (CreateDocument, "Name")
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
 */
const RESERVED = ["aws", "amazon", "amzn"];

/** A pattern for those beginnings, in any case. It has no flags, so that JSON Schema can use it. */
export const RESERVED_BEGINNING = RESERVED.map((word) =>
  word.replace(/./g, (letter) => `[${letter}${letter.toUpperCase()}]`),
).join("|");

const AMAZONS = new RegExp(`^(${RESERVED_BEGINNING})`);

/** Whether a document of this name is one of Amazon's own: nobody else may create one. */
export function isAmazonDocument(name: string): boolean {
  return AMAZONS.test(name);
}

/** The ARN of a document; those of Amazon's own have no account. A name that is an ARN stays as it is. */
export function documentArn(location: Location, name: string): string {
  return name.startsWith("arn:") ? name : arn(ownerOf(location, name), "ssm", `document/${name}`);
}

/** The ARN that permissions to start a runbook are about. @param version @default the default version */
export function definitionArn(location: Location, name: string, version: string | undefined): string {
  const definition = name.startsWith("arn:")
    ? name.replace(":document/", ":automation-definition/")
    : arn(ownerOf(location, name), "ssm", `automation-definition/${name}`);
  return `${definition}:${version ?? "$DEFAULT"}`;
}

function ownerOf(location: Location, name: string): Location {
  return isAmazonDocument(name) ? { ...location, accountId: "" } : location;
}
