/** Refuses a document that AWS would refuse. */
import type { AttachmentsSource } from "@aws-sdk/client-ssm";
import { ConfigurationError } from "../../../diagnostics/errors";
import { isObject } from "../../../document/json";
import { AwsError } from "../../protocol/aws-error";
import { checkAutomationContent } from "./automation-content";
import { pluginDocumentFaults } from "./command-content";
import { readContent } from "./content";
import { faultAt, parameterFaults, type Fault, type Members } from "./content-faults";
import { calendarFaults, packageFaults, sessionFaults } from "./other-content";

/** Bytes. */
const LARGEST_DOCUMENT = 65_536;
/** The message lists only the first faults. */
const REPORTED_FAULTS = 5;

export interface GivenDocument {
  /** For places in messages. */
  readonly name: string;
  readonly type: string;
  /** `JSON`, `YAML` or `TEXT` */
  readonly format: string;
  readonly content: string;
  /** Undefined: the attachments are those of an earlier version. */
  readonly attachments: readonly AttachmentsSource[] | undefined;
}

/**
 * @returns the names of the files that the document lists
 * @throws AwsError InvalidDocumentContent, MaxDocumentSizeExceeded
 */
export function checkDocument(document: GivenDocument): readonly string[] {
  const { content, format, type, name, attachments } = document;
  if (Buffer.byteLength(content) > LARGEST_DOCUMENT) {
    throw new AwsError("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.");
  }
  if (type === "ChangeCalendar") {
    refuse(calendarFaults(content));
    return [];
  }
  // The linter says in which line of a runbook YAML is not well-formed.
  if (type === "Automation" && format === "YAML") checkAutomationContent(content, name);
  const value = parseContent(content, format, name);
  if (type !== "Automation") refuse(faultsOf(value, type));
  else if (format !== "YAML") checkAutomationContent(content, name);
  const { files } = value;
  const names = isObject(files) ? Object.keys(files) : [];
  if (attachments !== undefined) refuse(missingAttachments(names, attachments));
  return names;
}

function faultsOf(content: Members, type: string): readonly Fault[] {
  switch (type) {
    case "Command":
    case "Policy":
      return pluginDocumentFaults(content, type);
    case "Session":
      return sessionFaults(content);
    case "Package":
      return packageFaults(content);
    default:
      return parameterFaults(content);
  }
}

/** The names under `files` for which the request has no attachment. A folder (SourceUrl) may have any file. */
function missingAttachments(files: readonly string[], attachments: readonly AttachmentsSource[]): readonly Fault[] {
  if (attachments.some(({ Key }) => Key === "SourceUrl")) return [];
  const given = new Set(attachments.map(({ Name, Values: [url = ""] = [] }) => Name ?? url.split("/").at(-1)));
  return files
    .filter((file) => !given.has(file))
    .map((file) => faultAt(["files", file], "The attachment is not there.", "Pass it in Attachments."));
}

function parseContent(content: string, format: string, name: string): Members {
  const value = format === "JSON" ? readJson(content) : readYamlContent(content, name);
  if (isObject(value)) return value;
  throw new AwsError("InvalidDocumentContent", `${format === "JSON" ? "JSON" : "YAML"} not well-formed.`);
}

/** @returns undefined if it is not JSON */
function readJson(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}

function readYamlContent(content: string, name: string): unknown {
  try {
    return readContent(content, name);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new AwsError("InvalidDocumentContent", `YAML not well-formed. ${error.message}`);
  }
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new AwsError("InvalidDocumentContent", faults.slice(0, REPORTED_FAULTS).join("\n"));
}
