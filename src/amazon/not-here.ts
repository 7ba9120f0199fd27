/** What the sandbox and a simulation say about Amazon's documents that they do not have: how to pull them. */
import { didYouMean } from "../diagnostics/did-you-mean";
import { plainName, versionNumber, type AmazonDocument } from "./document";
import { FLEETBOOK } from "../diagnostics/called-as";

/** @param where what does not have the document, at the beginning of a sentence */
export function notHere(nameOrArn: string, known: readonly string[], where: string): string {
  const similar = didYouMean(plainName(nameOrArn), known, "");
  return [
    `Document with name ${nameOrArn} does not exist.`,
    `${where} has those of Amazon's documents that are built in or in amazon-documents/.`,
    ...(similar === "" ? [] : [similar]),
    pullRemedy(nameOrArn, undefined),
  ].join(" ");
}

/** @param version a number, `$LATEST` or `$DEFAULT` */
export function versionNotHere(document: AmazonDocument, version: string | undefined): string {
  const { name, versions } = document;
  const here = [...versions.keys()].join(", ");
  return `The document version is not valid or does not exist. Of ${name} these versions are here: ${here}. ${pullRemedy(name, versionNumber(document, version))}`;
}

/** How to pull a document. @param version undefined: the default version */
export function pullRemedy(nameOrArn: string, version: string | undefined): string {
  const number =
    version === undefined || version === "$DEFAULT" ? "" : ` --document-version ${version.replace("$", "\\$")}`;
  return `Pull it from AWS: ${FLEETBOOK} documents pull ${plainName(nameOrArn)}${number}`;
}
