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
import type { Location } from "../../../iam/location";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { AwsError } from "../../protocol/aws-error";
import { invalidDocument, locateDocument } from "./sharing";
import {
  AMAZON,
  describeAmazonDocument,
  findAmazonDocument,
  readAmazonDocument,
  type AmazonDocument,
  type AmazonDocuments,
} from "./amazon";

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
    if (amazons !== undefined) return describeAmazonDocument(amazons);
    const { ssm, name } = await this.#locate(reader, nameOrArn);
    return describeStored(ssm, name, nameOrArn, version);
  }

  /** The content in its stored format. Parameters and errors as in `describe`. */
  async read(reader: Location, nameOrArn: string, version?: Version): Promise<GetDocumentResult> {
    const amazons = this.#findAmazons(nameOrArn, version);
    if (amazons !== undefined) return readAmazonDocument(amazons, undefined);
    const { ssm, name } = await this.#locate(reader, nameOrArn);
    const { DocumentVersion, DocumentFormat } = await describeStored(ssm, name, nameOrArn, version);
    return ssm.send(new GetDocumentCommand({ Name: name, DocumentVersion, DocumentFormat }));
  }

  /** Every version, with the latest first. @throws AwsError InvalidDocument */
  async versions(reader: Location, nameOrArn: string): Promise<readonly DocumentVersionInfo[]> {
    const amazons = this.#findAmazons(nameOrArn, undefined);
    if (amazons !== undefined) return [versionInfo(describeAmazonDocument(amazons))];
    const { ssm, name } = await this.#locate(reader, nameOrArn);
    const { LatestVersion } = await describeStored(ssm, name, nameOrArn, "$LATEST");
    const numbers = Array.from({ length: Number(LatestVersion) }, (_, index) => String(Number(LatestVersion) - index));
    // Versions can be deleted one by one, so numbers can be missing.
    const found = await Promise.all(numbers.map((number) => orUndefined(describeIn(ssm, name, number))));
    return found.flatMap((description) => (description === undefined ? [] : [versionInfo(description)]));
  }

  /**
   * One of Amazon's documents.
   * @throws AwsError InvalidDocumentVersion, or InvalidDocument for a document of Amazon's that the sandbox does not have
   */
  #findAmazons(nameOrArn: string, version: Version): AmazonDocument | undefined {
    const found = findAmazonDocument(this.#options.amazon, nameOrArn);
    if (found === undefined) {
      if (!isAmazonDocument(nameOrArn)) return undefined;
      const known = [...this.#options.amazon.keys()].sort().join(", ");
      throw new AwsError(
        "InvalidDocument",
        `Document with name ${nameOrArn} does not exist. Fleetbook's sandbox has these documents of Amazon's: ${known}. Create others under a name of your own.`,
      );
    }
    if (version === undefined || ["$DEFAULT", "$LATEST", "1"].includes(version)) return found;
    throw invalidVersion();
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
