/**
 * Amazon's own documents, which every account can read and none can change: those that the project has pulled, and the built-in
 * ones for projects that have not. Built in are documents of Run Command, and the runbooks in amazon/, which follow the steps that
 * AWS documents.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import type { DocumentDescription, DocumentIdentifier, GetDocumentResult, PlatformType } from "@aws-sdk/client-ssm";
import { stringify } from "yaml";
import { AmazonVersion, findVersion, type AmazonDocument, type AmazonDocuments } from "../../../amazon/document";
import { targetTypeIn } from "../../../document/target-type";
import { parametersOf } from "./parameters";
import { COMMAND_DOCUMENTS } from "../run-command/amazon-documents";

/** The Owner in the answer of DescribeDocument. */
export const AMAZON = "Amazon";

const FOLDER = join(__dirname, "amazon");
const PUBLISHED = new Date("2026-01-01T00:00:00Z");
/** The only version of a built-in document. */
const VERSION = "1";

/** The built-in documents. */
export function builtInDocuments(): AmazonDocuments {
  const runbooks = readdirSync(FOLDER).map((file) => {
    const text = readFileSync(join(FOLDER, file), "utf8");
    return builtIn(parse(file).name, "Automation", targetTypeIn(text), ["Windows", "Linux", "MacOS"], text, "YAML");
  });
  const commands = COMMAND_DOCUMENTS.map(({ name, platformTypes, content }) =>
    builtIn(name, "Command", undefined, platformTypes, content, "JSON"),
  );
  return new Map([...commands, ...runbooks].map((document) => [document.name, document]));
}

/** The built-in documents, and in their place or besides them the pulled ones. */
export function amazonDocuments(pulled: AmazonDocuments): AmazonDocuments {
  return new Map([...builtInDocuments(), ...pulled]);
}

function builtIn(
  name: string,
  documentType: AmazonDocument["documentType"],
  targetType: string | undefined,
  platformTypes: readonly PlatformType[],
  text: string,
  format: "JSON" | "YAML",
): AmazonDocument {
  const version = new AmazonVersion(VERSION, text, format, name, { createdDate: PUBLISHED });
  return {
    ...{ name, documentType, targetType, platformTypes, defaultVersion: VERSION, latestVersion: VERSION },
    versions: new Map([[VERSION, version]]),
  };
}

/** @throws Error if there is no content of the version */
export function describeAmazonDocument(document: AmazonDocument, version?: string): DocumentDescription {
  const { content, hash } = contentOf(document, version);
  return {
    ...identifyAmazonDocument(document, version),
    Hash: hash,
    HashType: "Sha256",
    Status: "Active",
    Description: asString(content["description"]),
    Parameters: parametersOf(content),
    LatestVersion: document.latestVersion,
    DefaultVersion: document.defaultVersion,
  };
}

/** An item of ListDocuments. */
export function identifyAmazonDocument(document: AmazonDocument, version?: string): DocumentIdentifier {
  const { number, content, format, createdDate } = contentOf(document, version);
  return {
    Name: document.name,
    CreatedDate: createdDate,
    Owner: AMAZON,
    PlatformTypes: [...document.platformTypes] as PlatformType[],
    DocumentVersion: number,
    DocumentType: document.documentType,
    SchemaVersion: asString(content["schemaVersion"]),
    DocumentFormat: format,
    TargetType: document.targetType,
    Tags: [],
  };
}

/** @param format JSON by default, as for the documents of accounts */
export function readAmazonDocument(
  document: AmazonDocument,
  version: string | undefined,
  format: string | undefined,
): GetDocumentResult {
  const asked = format === "YAML" ? "YAML" : "JSON";
  const { number, content, text, format: stored, createdDate } = contentOf(document, version);
  const converted = (): string => (asked === "YAML" ? stringify(content) : JSON.stringify(content, undefined, 2));
  return {
    Name: document.name,
    CreatedDate: createdDate,
    DocumentVersion: number,
    Status: "Active",
    Content: asked === stored ? text : converted(),
    DocumentType: document.documentType,
    DocumentFormat: asked,
  };
}

function contentOf(document: AmazonDocument, version: string | undefined): AmazonVersion {
  const found = findVersion(document, version);
  if (found !== undefined) return found;
  throw new Error(`${document.name} has no content of version ${version ?? "$DEFAULT"}.`);
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}
