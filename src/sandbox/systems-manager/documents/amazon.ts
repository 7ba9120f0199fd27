/**
 * Amazon's own documents, which every account can read and none can change: the documents of Run Command, and the runbooks
 * in amazon/, which follow the steps that AWS documents.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { createHash } from "node:crypto";
import type { DocumentDescription, DocumentIdentifier, GetDocumentResult, PlatformType } from "@aws-sdk/client-ssm";
import { stringify } from "yaml";
import { isObject, type JsonObject } from "../../../document/json";
import { parseSource } from "../../../document/parse";
import { readRunbook } from "../../../document/read";
import { COMMAND_DOCUMENTS } from "../run-command/amazon-documents";

export interface AmazonDocument {
  readonly name: string;
  readonly documentType: "Automation" | "Command";
  readonly targetType?: string | undefined;
  readonly platformTypes: readonly PlatformType[];
  readonly content: JsonObject;
}

/** By name. */
export type AmazonDocuments = ReadonlyMap<string, AmazonDocument>;

/** The Owner in the answer of DescribeDocument. */
export const AMAZON = "Amazon";

const FOLDER = join(__dirname, "amazon");
const PUBLISHED = new Date("2026-01-01T00:00:00Z");
/** In the sandbox each of Amazon's documents has one version. */
const VERSION = "1";

/** Amazon's runbooks and the documents of Run Command. */
export function amazonDocuments(): AmazonDocuments {
  const runbooks = readdirSync(FOLDER).map((file) => readAmazonRunbook(join(FOLDER, file)));
  const commands = COMMAND_DOCUMENTS.map(({ name, platformTypes, content }): AmazonDocument => {
    return { name, documentType: "Command", platformTypes, content: JSON.parse(content) as JsonObject };
  });
  return new Map([...commands, ...runbooks].map((document) => [document.name, document]));
}

/** The ARNs of Amazon's documents have no account id: `arn:aws:ssm:eu-central-1::document/AWS-CreateImage`. */
export function findAmazonDocument(documents: AmazonDocuments, nameOrArn: string): AmazonDocument | undefined {
  return documents.get(nameOrArn.replace(/^arn:[^:]+:ssm:[^:]*::document\//, ""));
}

export function describeAmazonDocument(document: AmazonDocument): DocumentDescription {
  const { content, platformTypes } = document;
  return {
    ...identifyAmazonDocument(document),
    CreatedDate: PUBLISHED,
    Hash: createHash("sha256").update(JSON.stringify(content)).digest("hex"),
    HashType: "Sha256",
    Status: "Active",
    Description: asString(content["description"]),
    Parameters: parametersOf(content),
    PlatformTypes: [...platformTypes],
    LatestVersion: VERSION,
    DefaultVersion: VERSION,
  };
}

/** An item of ListDocuments. */
export function identifyAmazonDocument(document: AmazonDocument): DocumentIdentifier {
  return {
    Name: document.name,
    CreatedDate: PUBLISHED,
    Owner: AMAZON,
    PlatformTypes: [...document.platformTypes],
    DocumentVersion: VERSION,
    DocumentType: document.documentType,
    SchemaVersion: asString(document.content["schemaVersion"]),
    DocumentFormat: "JSON",
    TargetType: document.targetType,
    Tags: [],
  };
}

/** @param format JSON by default, as for the documents of accounts */
export function readAmazonDocument(document: AmazonDocument, format: string | undefined): GetDocumentResult {
  return {
    Name: document.name,
    CreatedDate: PUBLISHED,
    DocumentVersion: VERSION,
    Status: "Active",
    Content: format === "YAML" ? stringify(document.content) : JSON.stringify(document.content, undefined, 2),
    DocumentType: document.documentType,
    DocumentFormat: format === "YAML" ? "YAML" : "JSON",
  };
}

function readAmazonRunbook(file: string): AmazonDocument {
  const source = parseSource(readFileSync(file, "utf8"), file);
  const { name, targetType } = readRunbook(source, parse(file).name);
  return {
    name,
    targetType,
    documentType: "Automation",
    platformTypes: ["Windows", "Linux", "MacOS"],
    content: source.value,
  };
}

function parametersOf(content: JsonObject): DocumentDescription["Parameters"] {
  const parameters = isObject(content["parameters"]) ? content["parameters"] : {};
  return Object.entries(parameters).map(([Name, definition]) => {
    const { type, description, default: value } = isObject(definition) ? definition : {};
    return {
      Name,
      // The API's enumeration has only two types, but AWS returns the type in the document.
      Type: asString(type) as "String",
      ...(typeof description === "string" ? { Description: description } : {}),
      ...(value === undefined ? {} : { DefaultValue: typeof value === "string" ? value : JSON.stringify(value) }),
    };
  });
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}
