/**
 * Reads the project's folder of Amazon's documents: for each a folder with its name, in it a file for each version, and the facts
 * that AWS reports in document.json. A file that was put there by hand needs no document.json.
 */
import { existsSync, readdirSync, readFileSync, type Dirent } from "node:fs";
import path from "node:path";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import { shownPath } from "../diagnostics/shown-path";
import { decodeUtf8 } from "../diagnostics/utf8";
import { targetTypeIn } from "../document/target-type";
import { isAmazonDocument } from "../iam/resources/documents";
import { AMAZON_DOCUMENTS_FOLDER } from "../project/folders";
import { AmazonVersion, type AmazonDocument, type AmazonDocuments, type AmazonDocumentType } from "./document";
import { FACTS_FILE, readFacts, type DocumentFacts } from "./facts-file";
import { FLEETBOOK } from "../diagnostics/called-as";

const VERSION_FILE = /^([1-9]\d*)\.(json|yaml|yml)$/;
const PLATFORMS = ["Windows", "Linux", "MacOS"];

/**
 * The documents of the folder; none if there is no folder.
 * @throws ConfigurationError with every fault of the folder, each with its file
 */
export function readAmazonDocuments(folder: string = AMAZON_DOCUMENTS_FOLDER): AmazonDocuments {
  const documents: AmazonDocument[] = [];
  const problems: Problem[] = [];
  for (const entry of entriesOf(folder)) {
    try {
      if (!entry.isDirectory()) throw notAFolder(folder, entry.name);
      documents.push(readAmazonDocument(folder, entry.name));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(...problems);
  return new Map(documents.map((document) => [document.name, document]));
}

/** Names that begin with a dot are not documents: such a folder is a document that is just being pulled. */
function entriesOf(folder: string): readonly Dirent[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function notAFolder(folder: string, file: string): ConfigurationError {
  const document = path.parse(file).name;
  const place = shownPath(path.join(folder, file));
  const versionOne = path.join(path.dirname(place), document, `1${path.extname(file) || ".json"}`);
  return new ConfigurationError({
    place,
    message: "Expected a folder for each document, found a file.",
    remedy: `Move it to ${versionOne}, if it is version 1 of ${document}.`,
  });
}

/**
 * One document of the folder.
 * @param documents the folder of all documents
 * @throws ConfigurationError with the document's first fault
 */
export function readAmazonDocument(documents: string, name: string): AmazonDocument {
  const folder = path.join(documents, name);
  const place = shownPath(folder);
  if (!isAmazonDocument(name)) {
    throw new ConfigurationError({
      place,
      message: `"${name}" is not the name of one of Amazon's documents: those begin with AWS, Amazon or Amzn.`,
      remedy: "Put runbooks of your own into runbooks/.",
    });
  }
  const facts = readFacts(path.join(folder, FACTS_FILE), name);
  return assembled(name, place, versionsIn(folder, facts), facts);
}

function versionsIn(folder: string, facts: DocumentFacts | undefined): ReadonlyMap<string, AmazonVersion> {
  const versions = new Map<string, AmazonVersion>();
  for (const file of readdirSync(folder).filter((name) => !name.startsWith(".") && name !== FACTS_FILE)) {
    const place = shownPath(path.join(folder, file));
    const [, number, extension] = VERSION_FILE.exec(file) ?? [];
    if (number === undefined) {
      throw new ConfigurationError({
        place,
        message: "Expected the number of a version as the file's name, and .json, .yaml or .yml.",
        remedy: "Rename the file, to 1.json for instance, or remove it.",
      });
    }
    const other = versions.get(number);
    if (other !== undefined) {
      throw new ConfigurationError({
        place,
        message: `Version ${number} is in ${path.basename(other.file)} as well.`,
        remedy: "Remove one of the two files.",
      });
    }
    const text = decodeUtf8(readFileSync(path.join(folder, file)), place);
    const { CreatedDate: created, Hash: hash } = facts?.Versions[number] ?? {};
    const createdDate = new Date(created ?? 0);
    versions.set(
      number,
      new AmazonVersion(number, text, extension === "json" ? "JSON" : "YAML", place, { createdDate, hash }),
    );
  }
  return versions;
}

function assembled(
  name: string,
  place: string,
  versions: ReadonlyMap<string, AmazonVersion>,
  facts: DocumentFacts | undefined,
): AmazonDocument {
  const highest = [...versions.keys()].sort((left, right) => Number(left) - Number(right)).at(-1);
  const defaultVersion = facts?.DefaultVersion ?? highest;
  const content = defaultVersion === undefined ? undefined : versions.get(defaultVersion);
  if (defaultVersion === undefined || content === undefined) {
    throw new ConfigurationError({
      place,
      message:
        defaultVersion === undefined
          ? "The folder has no version of the document."
          : `The default version, ${defaultVersion}, is missing.`,
      remedy: `Pull it: ${FLEETBOOK} documents pull ${name}`,
    });
  }
  return {
    name,
    documentType: facts?.DocumentType ?? typeOf(content),
    targetType: facts === undefined ? targetTypeIn(content.text) : facts.TargetType,
    platformTypes: facts?.PlatformTypes ?? PLATFORMS,
    defaultVersion,
    latestVersion: facts?.LatestVersion ?? highest ?? defaultVersion,
    versions,
  };
}

/** By its schema version. */
function typeOf({ content, file }: AmazonVersion): AmazonDocumentType {
  const version = content["schemaVersion"];
  if (version === "0.3") return "Automation";
  if (version === "1.2" || version === "2.0" || version === "2.2") return "Command";
  throw new ConfigurationError({
    place: file,
    message: `Expected schemaVersion "0.3" of a runbook, or "1.2", "2.0" or "2.2" of a Command document; found ${JSON.stringify(version) ?? "none"}.`,
    remedy: "Put in what `aws ssm get-document` returns as Content, or pull the document.",
  });
}
