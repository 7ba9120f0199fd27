/**
 * Pulls Amazon's public documents from Systems Manager into the project's folder, and with them the documents that they run.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html
 */
import {
  DescribeDocumentCommand,
  GetDocumentCommand,
  type DocumentDescription,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { OperationError, type Problem } from "../diagnostics/errors";
import { isAmazonDocument } from "../iam/resources/documents";
import { calledDocuments } from "./called-documents";
import { plainName, type AmazonDocument, type AmazonDocuments } from "./document";
import type { DocumentFacts } from "./facts-file";
import { readAmazonDocument, readAmazonDocuments } from "./read-folder";
import { pullProblem, type Asked } from "./pull-problem";
import { writeDocument, type PulledVersion } from "./write-folder";

export interface PullOptions {
  readonly ssm: Pick<SSMClient, "send">;
  /** Absolute path of the project's folder of documents. */
  readonly folder: string;
  /** Names of Amazon's documents. */
  readonly names: readonly string[];
  /** A version of the named documents that is pulled besides the default version: a number or `$LATEST`. */
  readonly version?: string | undefined;
  /** Called with a line of progress. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface PulledDocument {
  readonly name: string;
  readonly documentType: AmazonDocument["documentType"];
  readonly defaultVersion: string;
  /** Numbers of the versions in the folder. */
  readonly versions: readonly string[];
  readonly change: "pulled" | "updated" | "unchanged";
}

export interface Pulled {
  readonly documents: readonly PulledDocument[];
  /** Everything in the folder. */
  readonly folder: AmazonDocuments;
  /** Why documents could not be pulled. The others have been. */
  readonly problems: readonly Problem[];
}

/**
 * Stops early, with what has been pulled, if the signal is aborted.
 * @throws ConfigurationError for faults of the folder, and if there are no credentials that AWS accepts
 */
export async function pullDocuments(options: PullOptions): Promise<Pulled> {
  const { ssm, folder, log, signal } = options;
  const present = new Map(readAmazonDocuments(folder));
  const waiting: Asked[] = options.names.map((name) => ({ name, version: options.version, because: undefined }));
  const seen = new Set<string>();
  const documents = new Map<string, PulledDocument>();
  const problems: Problem[] = [];
  for (let asked = waiting.shift(); asked !== undefined && !signal.aborted; asked = waiting.shift()) {
    const { name, version, because } = asked;
    const key = `${name} ${version ?? ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    log(because === undefined ? name : `${name}, which ${because} runs`);
    try {
      const { facts, versions } = await fetchDocument(ssm, name, version, present.get(name), signal);
      const changed = writeDocument(folder, facts, versions);
      const change = changed.length === 0 ? "unchanged" : present.has(name) ? "updated" : "pulled";
      const written = readAmazonDocument(folder, name);
      present.set(name, written);
      documents.set(name, summary(written, documents.get(name), change));
      waiting.push(...callsOf(written, versions));
    } catch (error) {
      if (!signal.aborted) problems.push(await pullProblem(error, asked, ssm));
    }
  }
  return { documents: [...documents.values()], folder: present, problems };
}

function summary(
  { name, documentType, defaultVersion, versions }: AmazonDocument,
  before: PulledDocument | undefined,
  change: PulledDocument["change"],
): PulledDocument {
  return {
    name,
    documentType,
    defaultVersion,
    versions: [...versions.keys()].map(String),
    change: before === undefined || before.change === "unchanged" ? change : before.change,
  };
}

/** The default version and the requested one. Versions that are in the folder already stay. */
async function fetchDocument(
  ssm: PullOptions["ssm"],
  name: string,
  version: string | undefined,
  present: AmazonDocument | undefined,
  signal: AbortSignal,
): Promise<{ readonly facts: DocumentFacts; readonly versions: readonly PulledVersion[] }> {
  const abortSignal = signal;
  const described = async (number: string | undefined): Promise<DocumentDescription> => {
    const { Document = {} } = await ssm.send(new DescribeDocumentCommand({ Name: name, DocumentVersion: number }), {
      abortSignal,
    });
    return Document;
  };
  const preset = await described(undefined);
  const other = version === undefined ? undefined : await described(version);
  refuseOtherType(name, preset.DocumentType);
  const wanted = [preset, ...(other === undefined || other.DocumentVersion === preset.DocumentVersion ? [] : [other])];
  const versions: PulledVersion[] = [];
  for (const { DocumentVersion: number = "1", DocumentFormat: format } of wanted) {
    const answer = await ssm.send(
      new GetDocumentCommand({ Name: name, DocumentVersion: number, DocumentFormat: format }),
      { abortSignal },
    );
    versions.push({ number, format: answer.DocumentFormat === "YAML" ? "YAML" : "JSON", text: answer.Content ?? "" });
  }
  const { DefaultVersion = "1", LatestVersion = DefaultVersion, PlatformTypes = [], TargetType } = preset;
  return {
    facts: {
      Name: name,
      Owner: "Amazon",
      DocumentType: preset.DocumentType as DocumentFacts["DocumentType"],
      ...(TargetType ? { TargetType } : {}),
      PlatformTypes: [...PlatformTypes],
      DefaultVersion,
      LatestVersion,
      Versions: { ...factsInFolder(present), ...Object.fromEntries(wanted.map(versionFacts)) },
    },
    versions,
  };
}

function versionFacts({ DocumentVersion = "1", CreatedDate, Hash }: DocumentDescription) {
  const facts = { CreatedDate: (CreatedDate ?? new Date(0)).toISOString(), ...(Hash === undefined ? {} : { Hash }) };
  return [DocumentVersion, facts] as const;
}

function factsInFolder(document: AmazonDocument | undefined): DocumentFacts["Versions"] {
  const versions = [...(document?.versions.values() ?? [])];
  return Object.fromEntries(
    versions.map(({ number, createdDate, hash }) => [number, { CreatedDate: createdDate.toISOString(), Hash: hash }]),
  );
}

function refuseOtherType(name: string, type: string | undefined): void {
  if (type === "Automation" || type === "Command") return;
  throw new OperationError({
    place: name,
    message: `It is a document of type ${String(type)}.`,
    remedy: "Only Automation and Command documents can be run, so only those can be pulled.",
  });
}

/** Amazon's documents that the versions run. */
function callsOf(document: AmazonDocument, versions: readonly PulledVersion[]): readonly Asked[] {
  return versions.flatMap(({ number }) => {
    const content = document.versions.get(number)?.content;
    if (content === undefined) return [];
    return calledDocuments(content)
      .filter(({ name }) => isAmazonDocument(plainName(name)))
      .map(({ name, version, step }) => ({
        name: plainName(name),
        version: version === "$DEFAULT" ? undefined : version,
        because: `step ${step} of ${document.name}`,
      }));
  });
}
