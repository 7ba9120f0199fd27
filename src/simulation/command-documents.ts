/** The Command documents of a simulation: those of its options, and Amazon's. */
import { parse } from "yaml";
import { findAmazonDocument, findVersion, plainName, type AmazonDocuments } from "../amazon/document";
import { notHere, versionNotHere } from "../amazon/not-here";
import { readAmazonDocuments } from "../amazon/read-folder";
import { isObject, type JsonObject } from "../document/json";
import { isAmazonDocument } from "../iam/resources/documents";
import { AwsError } from "../sandbox/protocol/aws-error";
import type { Remedies } from "./remedies";
import { amazonDocuments } from "../sandbox/systems-manager/documents/amazon";
import type { CommandDocumentSource } from "../sandbox/systems-manager/run-command/run-command";

let known: AmazonDocuments | undefined;

/** Amazon's documents in the project's own folder and the built-in ones, read once, when they are first needed. */
export function projectDocuments(): AmazonDocuments {
  return (known ??= amazonDocuments(readAmazonDocuments()));
}

/** @param given contents (JSON or YAML) by name */
export function commandDocumentsOf(
  given: Readonly<Record<string, string>>,
  amazon: AmazonDocuments,
  remedies: Remedies,
): CommandDocumentSource {
  return {
    content(_location, name, version) {
      return new Promise((resolve) => {
        const own = Object.hasOwn(given, name) ? given[name] : undefined;
        if (own !== undefined) return resolve({ content: own, documentType: "Command" });
        const document = findAmazonDocument(amazon, name);
        if (document === undefined) throw new AwsError("InvalidDocument", notFound(name, amazon, remedies));
        const found = findVersion(document, version);
        if (found === undefined) throw new AwsError("InvalidDocumentVersion", versionNotHere(document, version));
        resolve({ content: found.text, documentType: document.documentType, hash: found.hash });
      });
    },
  };
}

/** The content of a Command document; empty if the text is no map. */
export function contentIn(text: string): JsonObject {
  const content: unknown = parse(text);
  return isObject(content) ? (content as JsonObject) : {};
}

function notFound(name: string, amazon: AmazonDocuments, remedies: Remedies): string {
  if (isAmazonDocument(plainName(name))) return notHere(name, [...amazon.keys()], "The simulation");
  return `The simulation has no Command document ${name}: ${remedies.commandDocument(name)}.`;
}
