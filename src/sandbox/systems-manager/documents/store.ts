/** Documents as an account sees them: its own, those that others share with it, and Amazon's. */
import {
  DescribeDocumentCommand,
  GetDocumentCommand,
  InvalidDocument,
  type DocumentDescription,
  type DocumentVersionInfo,
  type GetDocumentResult,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { AwsError } from "../../protocol/aws-error";
import { invalidDocument, locateDocument, type DocumentReader } from "./sharing";
import {
  AMAZON,
  describeAmazonDocument,
  findAmazonDocument,
  readAmazonDocument,
  type AmazonDocument,
  type AmazonDocuments,
} from "./amazon";

export interface DocumentStoreOptions {
  /** SSM of one account and Region, as moto keeps it. */
  readonly ssmOf: (accountId: string, region: string) => SSMClient;
  readonly amazon: AmazonDocuments;
}

/** A version that is asked for: a number, `$DEFAULT` (as undefined) or `$LATEST`. */
type Version = string | undefined;

export class DocumentStore {
  constructor(private readonly options: DocumentStoreOptions) {}

  /**
   * @param nameOrArn of a document of the reader's, an ARN of one that is shared with it, or a name of Amazon's
   * @throws AwsError InvalidDocument, InvalidDocumentVersion
   */
  async describe(reader: DocumentReader, nameOrArn: string, version?: Version): Promise<DocumentDescription> {
    const amazons = this.findAmazons(nameOrArn, version);
    if (amazons !== undefined) return describeAmazonDocument(amazons);
    const { ssm, name } = await this.locate(reader, nameOrArn);
    return describeStored(ssm, name, nameOrArn, version);
  }

  /** The content in the format in which it is stored. Parameters and errors as in `describe`. */
  async read(reader: DocumentReader, nameOrArn: string, version?: Version): Promise<GetDocumentResult> {
    const amazons = this.findAmazons(nameOrArn, version);
    if (amazons !== undefined) return readAmazonDocument(amazons, undefined);
    const { ssm, name } = await this.locate(reader, nameOrArn);
    const { DocumentVersion, DocumentFormat } = await describeStored(ssm, name, nameOrArn, version);
    return ssm.send(new GetDocumentCommand({ Name: name, DocumentVersion, DocumentFormat }));
  }

  /** Every version, the latest first. @throws AwsError InvalidDocument */
  async versions(reader: DocumentReader, nameOrArn: string): Promise<readonly DocumentVersionInfo[]> {
    const amazons = this.findAmazons(nameOrArn, undefined);
    if (amazons !== undefined) return [versionInfo(describeAmazonDocument(amazons))];
    const { ssm, name } = await this.locate(reader, nameOrArn);
    const { LatestVersion } = await describeStored(ssm, name, nameOrArn, "$LATEST");
    const numbers = Array.from({ length: Number(LatestVersion) }, (_, index) => String(Number(LatestVersion) - index));
    // Versions can be deleted one by one, so that numbers may be missing.
    const found = await Promise.all(numbers.map((number) => orUndefined(describeIn(ssm, name, number))));
    return found.flatMap((description) => (description === undefined ? [] : [versionInfo(description)]));
  }

  /** One of Amazon's. @throws AwsError InvalidDocumentVersion, or InvalidDocument for a name of Amazon's that is not here */
  private findAmazons(nameOrArn: string, version: Version): AmazonDocument | undefined {
    const found = findAmazonDocument(this.options.amazon, nameOrArn);
    if (found === undefined) {
      if (!isAmazonDocument(nameOrArn)) return undefined;
      const known = [...this.options.amazon.keys()].sort().join(", ");
      throw new AwsError(
        "InvalidDocument",
        `Document with name ${nameOrArn} does not exist. Of Amazon's documents Fleetbook's sandbox has ${known}; create others under a name of your own.`,
      );
    }
    if (version === undefined || ["$DEFAULT", "$LATEST", "1"].includes(version)) return found;
    throw invalidVersion();
  }

  private async locate(reader: DocumentReader, nameOrArn: string) {
    const { owner, name } = await locateDocument(this.options.ssmOf, reader, nameOrArn);
    return { ssm: this.options.ssmOf(owner, reader.region), name };
  }
}

/** Whether a description is of one of Amazon's documents. */
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
