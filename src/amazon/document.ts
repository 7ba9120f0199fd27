/** Amazon's public documents as data: each with its facts and with the contents of its versions. */
import { createHash } from "node:crypto";
import { ConfigurationError } from "../diagnostics/errors";
import { kindOf } from "../diagnostics/kind-of";
import { readYaml } from "../diagnostics/yaml-text";
import { isObject, type JsonObject } from "../document/json";

export type AmazonDocumentType = "Automation" | "Command";

export interface AmazonDocument {
  readonly name: string;
  readonly documentType: AmazonDocumentType;
  readonly targetType: string | undefined;
  /** `Linux`, `Windows`, `MacOS` */
  readonly platformTypes: readonly string[];
  /** Number of the version that `$DEFAULT` stands for. There is a content of it. */
  readonly defaultVersion: string;
  /** Number of the version that `$LATEST` stands for. */
  readonly latestVersion: string;
  /** By number. Other versions may exist on AWS. */
  readonly versions: ReadonlyMap<string, AmazonVersion>;
}

/** By name. */
export type AmazonDocuments = ReadonlyMap<string, AmazonDocument>;

export interface VersionFacts {
  readonly createdDate: Date;
  /** SHA-256 as AWS reports it. @default that of the text */
  readonly hash?: string | undefined;
}

/** AWS accepts 64 KB. */
const LIMITS = {
  maxSize: 256 * 1024,
  whenTooLarge: (size: number) => ({
    message: `The file has ${size} bytes; an SSM document may have 65,536.`,
    remedy: "Check that this is the right file.",
  }),
  plain: true,
};

/** One version of a document. */
export class AmazonVersion {
  readonly number: string;
  /** As AWS returns it in its stored format. */
  readonly text: string;
  readonly format: "JSON" | "YAML";
  /** Path of the file in messages. */
  readonly file: string;
  readonly createdDate: Date;
  readonly #hash: string | undefined;
  #content: JsonObject | undefined;

  constructor(number: string, text: string, format: "JSON" | "YAML", file: string, facts: VersionFacts) {
    this.number = number;
    this.text = text;
    this.format = format;
    this.file = file;
    this.createdDate = facts.createdDate;
    this.#hash = facts.hash;
  }

  get hash(): string {
    return this.#hash ?? createHash("sha256").update(this.text).digest("hex");
  }

  /** Parsed when it is first needed. @throws ConfigurationError if the text is no map of YAML or JSON */
  get content(): JsonObject {
    return (this.#content ??= parsed(this.text, this.file));
  }
}

function parsed(text: string, file: string): JsonObject {
  const { content } = readYaml(text, file, LIMITS);
  if (isObject(content)) return content as JsonObject;
  throw new ConfigurationError({
    place: file,
    message: `Expected the content of an SSM document, a map with schemaVersion; found ${kindOf(content)}.`,
    remedy: "Put in what `aws ssm get-document` returns as Content, or pull the document.",
  });
}

/** The name in the ARN of one of Amazon's documents, which has no account: `arn:aws:ssm:eu-central-1::document/AWS-CreateImage`. */
export function plainName(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:[^:]+:ssm:[^:]*::document\//, "");
}

export function findAmazonDocument(documents: AmazonDocuments, nameOrArn: string): AmazonDocument | undefined {
  return documents.get(plainName(nameOrArn));
}

/** The number that a version stands for. @param version a number, `$DEFAULT` or `$LATEST`; undefined is `$DEFAULT` */
export function versionNumber(document: AmazonDocument, version: string | undefined): string {
  if (version === undefined || version === "$DEFAULT") return document.defaultVersion;
  return version === "$LATEST" ? document.latestVersion : version;
}

/** Undefined if the version has not been pulled, or does not exist. @param version as for `versionNumber` */
export function findVersion(document: AmazonDocument, version: string | undefined): AmazonVersion | undefined {
  return document.versions.get(versionNumber(document, version));
}
