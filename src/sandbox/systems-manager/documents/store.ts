/** The documents that an account can read: its own, those that other accounts share with it, and Amazon's. */
import {
  DescribeDocumentCommand,
  GetDocumentCommand,
  InvalidDocument,
  type DocumentDescription,
  type DocumentVersionInfo,
  type GetDocumentResult,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import {
  findAmazonDocument,
  findVersion,
  plainName,
  type AmazonDocument,
  type AmazonDocuments,
} from "../../../amazon/document";
import type { Location } from "../../../iam/location";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { notHere, versionNotHere } from "../../../amazon/not-here";
import { AwsError } from "../../protocol/aws-error";
import { invalidDocument, locateDocument } from "./sharing";
import { AMAZON, describeAmazonDocument, readAmazonDocument } from "./amazon";
import { needsOf, type Need } from "./needs";

export interface DocumentStoreOptions {
  /** moto's SSM in one account and Region. */
  readonly ssmOf: (accountId: string, region: string) => SSMClient;
  readonly amazon: AmazonDocuments;
}

/** A requested version: a number, `$LATEST` or `$DEFAULT`; undefined is `$DEFAULT`. */
type Version = string | undefined;

export class DocumentStore {
  readonly #options: DocumentStoreOptions;

  constructor(options: DocumentStoreOptions) {
    this.#options = options;
  }

  /**
   * @param nameOrArn the name of the reader's own document or Amazon's, or the ARN of a shared document
   * @throws AwsError InvalidDocument, InvalidDocumentVersion
   */
  async describe(reader: Location, nameOrArn: string, version?: Version): Promise<DocumentDescription> {
    const amazons = this.#findAmazons(nameOrArn, version);
    if (amazons !== undefined) return describeAmazonDocument(amazons, version);
    const { ssm, name } = await this.#locate(reader, nameOrArn);
    return describeStored(ssm, name, nameOrArn, version);
  }

  /** The content in its stored format. Parameters and errors as in `describe`. */
  async read(reader: Location, nameOrArn: string, version?: Version): Promise<GetDocumentResult> {
    const amazons = this.#findAmazons(nameOrArn, version);
    if (amazons !== undefined) return readAmazonDocument(amazons, version, undefined);
    const { ssm, name } = await this.#locate(reader, nameOrArn);
    const { DocumentVersion, DocumentFormat } = await describeStored(ssm, name, nameOrArn, version);
    return ssm.send(new GetDocumentCommand({ Name: name, DocumentVersion, DocumentFormat }));
  }

  /** Every version, with the latest first. @throws AwsError InvalidDocument */
  async versions(reader: Location, nameOrArn: string): Promise<readonly DocumentVersionInfo[]> {
    const amazons = this.#findAmazons(nameOrArn, undefined);
    if (amazons !== undefined) {
      const newestFirst = [...amazons.versions.keys()].sort((left, right) => Number(right) - Number(left));
      return newestFirst.map((number) => versionInfo(describeAmazonDocument(amazons, number)));
    }
    const { ssm, name } = await this.#locate(reader, nameOrArn);
    const { LatestVersion } = await describeStored(ssm, name, nameOrArn, "$LATEST");
    const numbers = Array.from({ length: Number(LatestVersion) }, (_, index) => String(Number(LatestVersion) - index));
    // Versions can be deleted one by one, so numbers can be missing.
    const found = await Promise.all(numbers.map((number) => orUndefined(describeIn(ssm, name, number))));
    return found.flatMap((description) => (description === undefined ? [] : [versionInfo(description)]));
  }

  /** What one of Amazon's documents needs that is not here. @throws AwsError InvalidDocument, InvalidDocumentVersion */
  needs(nameOrArn: string, version?: Version): readonly Need[] {
    const document = this.#findAmazons(nameOrArn, version);
    const content = document === undefined ? undefined : findVersion(document, version)?.content;
    return content === undefined ? [] : needsOf(plainName(nameOrArn), content, { amazon: this.#options.amazon });
  }

  /** One of Amazon's documents. @throws AwsError InvalidDocument, InvalidDocumentVersion, with how to pull it */
  #findAmazons(nameOrArn: string, version: Version): AmazonDocument | undefined {
    const found = findAmazonDocument(this.#options.amazon, nameOrArn);
    if (found === undefined) {
      if (!isAmazonDocument(plainName(nameOrArn))) return undefined;
      const known = [...this.#options.amazon.keys()];
      throw new AwsError("InvalidDocument", notHere(nameOrArn, known, "Fleetbook's sandbox"));
    }
    if (findVersion(found, version) !== undefined) return found;
    throw new AwsError("InvalidDocumentVersion", versionNotHere(found, version));
  }

  async #locate(reader: Location, nameOrArn: string) {
    const { owner, name } = await locateDocument(this.#options.ssmOf, reader, nameOrArn);
    return { ssm: this.#options.ssmOf(owner, reader.region), name };
  }
}

/** Whether the description is that of one of Amazon's documents. */
export function isAmazons(description: DocumentDescription): boolean {
  return description.Owner === AMAZON;
}

async function describeStored(
  ssm: SSMClient,
  name: string,
  asked: string,
  version: Version,
): Promise<DocumentDescription> {
  const number = version === "$DEFAULT" ? undefined : version;
  const found = await orUndefined(describeIn(ssm, name, number));
  if (found !== undefined) return found;
  const exists = number !== undefined && (await orUndefined(describeIn(ssm, name, undefined))) !== undefined;
  throw exists ? invalidVersion() : invalidDocument(asked);
}

async function describeIn(ssm: SSMClient, name: string, version: string | undefined): Promise<DocumentDescription> {
  const { Document } = await ssm.send(new DescribeDocumentCommand({ Name: name, DocumentVersion: version }));
  return Document ?? {};
}

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof InvalidDocument) return undefined;
    throw error;
  }
}

function versionInfo(description: DocumentDescription): DocumentVersionInfo {
  const { Name, DocumentVersion, VersionName, CreatedDate, DocumentFormat, Status, DefaultVersion } = description;
  const IsDefaultVersion = DocumentVersion === DefaultVersion;
  return { Name, DocumentVersion, VersionName, CreatedDate, IsDefaultVersion, DocumentFormat, Status };
}

export function invalidVersion(): AwsError {
  return new AwsError("InvalidDocumentVersion", "The document version is not valid or does not exist.");
}
