/**
 * What descriptions of an account's documents have beside moto's answer: platforms and parameters, from the content, and the
 * display name, which moto does not keep.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DocumentDescription.html
 */
import {
  DescribeDocumentCommand,
  GetDocumentCommand,
  type DocumentDescription,
  type DocumentIdentifier,
  type DocumentParameter,
  type PlatformType,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { isObject } from "../../../document/json";
import { locationKey, type Location } from "../../../iam/location";
import { readContent } from "./content";
import { platformsOfPlugins } from "./command-content";
import type { Members } from "./content-faults";
import { platformsOfPackage } from "./other-content";
import { parametersOf } from "./parameters";
import { PLATFORMS } from "./plugins";

interface ContentFacts {
  readonly parameters: readonly DocumentParameter[];
  readonly platformTypes: readonly PlatformType[];
}

/** The members of a description that say which document it is. */
type Described = Pick<DocumentDescription, "Name" | "DocumentVersion" | "DocumentType" | "Hash">;

const MAX_CACHED = 1_000;

export class DocumentDescriptions {
  /** By location, name and version. */
  readonly #displayNames = new Map<string, string>();
  /** By type and hash of the content. */
  readonly #facts = new Map<string, ContentFacts>();

  readonly #ssmOf: (accountId: string, region: string) => SSMClient;

  constructor(ssmOf: (accountId: string, region: string) => SSMClient) {
    this.#ssmOf = ssmOf;
  }

  setDisplayName(location: Location, name: string, version: string, displayName: string): void {
    this.#displayNames.set(keyOf(location, name, version), displayName);
  }

  /** Forgets the display names of a deleted document. */
  forget(location: Location, name: string): void {
    const prefix = keyOf(location, name, "");
    for (const key of this.#displayNames.keys()) if (key.startsWith(prefix)) this.#displayNames.delete(key);
  }

  displayName(location: Location, name = "", version = ""): string | undefined {
    return this.#displayNames.get(keyOf(location, name, version));
  }

  /** moto's description with AWS's members. */
  async complete<T extends Described>(location: Location, description: T): Promise<T> {
    const { Name = "", DocumentVersion, DocumentType } = description;
    const { parameters, platformTypes } = await this.#factsOf(location, description);
    const DisplayName = this.displayName(location, Name, DocumentVersion);
    return {
      ...description,
      PlatformTypes: platformTypes,
      ...(parameters.length > 0 && { Parameters: parameters }),
      ...(DisplayName !== undefined && { DisplayName }),
      ...(DocumentType === "ChangeCalendar" && { DocumentFormat: "TEXT", SchemaVersion: undefined }),
    };
  }

  /** An item of moto's ListDocuments with AWS's members. */
  async completeIdentifier(location: Location, identifier: DocumentIdentifier): Promise<DocumentIdentifier> {
    const { Document = {} } = await this.#ssmOf(location.accountId, location.region).send(
      new DescribeDocumentCommand({ Name: identifier.Name }),
    );
    const { CreatedDate, DisplayName, PlatformTypes, DocumentFormat, SchemaVersion } = await this.complete(
      location,
      Document,
    );
    return { ...identifier, CreatedDate, DisplayName, PlatformTypes, DocumentFormat, SchemaVersion };
  }

  async #factsOf(location: Location, description: Described): Promise<ContentFacts> {
    const { Name, DocumentVersion, DocumentType = "", Hash = "" } = description;
    const key = `${DocumentType} ${Hash}`;
    const known = this.#facts.get(key);
    if (known !== undefined) return known;
    const { Content = "" } = await this.#ssmOf(location.accountId, location.region).send(
      new GetDocumentCommand({ Name, DocumentVersion }),
    );
    const content = readContent(Content, Name ?? "");
    const facts = factsOf(isObject(content) ? content : {}, DocumentType);
    if (this.#facts.size >= MAX_CACHED) this.#facts.clear();
    this.#facts.set(key, facts);
    return facts;
  }
}

function factsOf(content: Members, type: string): ContentFacts {
  return { parameters: parametersOf(content), platformTypes: platformTypesOf(content, type) };
}

function platformTypesOf(content: Members, type: string): readonly PlatformType[] {
  switch (type) {
    case "Command":
    case "Policy":
      return platformsOfPlugins(content);
    case "Package":
      return platformsOfPackage(content);
    case "ChangeCalendar":
      return [];
    default:
      return PLATFORMS;
  }
}

function keyOf(location: Location, name: string, version: string): string {
  return `${locationKey(location)} ${name} ${version}`;
}
