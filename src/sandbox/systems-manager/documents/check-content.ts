/** Refuses an Automation document that AWS would refuse, which the linter reports as an error that cannot be ignored. */
import { ConfigurationError } from "../../../diagnostics/errors";
import { isObject } from "../../../document/json";
import { errorsOfDocument } from "../../../document/lint/lint";
import { parseSource, type SourceDocument } from "../../../document/parse";
import { viewOf } from "../../../document/view";
import { AwsError } from "../../protocol/aws-error";
import { sentenceOfAws } from "./refusal";

/** Bytes. */
const LARGEST_DOCUMENT = 65_536;
/** The message lists only the first errors. */
const REPORTED_ERRORS = 5;

/**
 * @param name the name of the document, for the places in the message
 * @throws AwsError InvalidDocumentContent or MaxDocumentSizeExceeded, with AWS's sentence followed by the linter's findings
 *   with their lines and remedies
 */
export function checkAutomationContent(content: string, format: string, name: string): void {
  if (Buffer.byteLength(content) > LARGEST_DOCUMENT) {
    throw new AwsError("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.");
  }
  if (format === "JSON") checkJson(content);
  const source = parse(content, name);
  const errors = errorsOfDocument(source);
  if (errors.length === 0) return;
  const view = viewOf(source.value, Buffer.byteLength(content));
  const [sentence] = errors.flatMap((error) => sentenceOfAws(error, view) ?? []);
  throw invalidContent(sentence, errors);
}

function checkJson(content: string): void {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new AwsError("InvalidDocumentContent", "JSON not well-formed.");
  }
  if (!isObject(value)) throw new AwsError("InvalidDocumentContent", "JSON not well-formed.");
}

function parse(content: string, name: string): SourceDocument {
  try {
    return parseSource(content, name);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const version = /\bschemaVersion["']?\s*:\s*["']?([\w.]+)/.exec(content)?.[1];
    // AWS also has InvalidDocumentSchemaVersion, but returns this sentence with InvalidDocumentContent.
    const sentence =
      version === undefined || version === "0.3"
        ? undefined
        : `${version} is not a valid schema version for Automation document type`;
    throw invalidContent(sentence, error.problems);
  }
}

function invalidContent(
  sentence: string | undefined,
  problems: readonly { readonly place?: string; readonly message: string; readonly remedy: string }[],
): AwsError {
  const shown = problems
    .slice(0, REPORTED_ERRORS)
    .map(({ place, message, remedy }) => `${place === undefined ? "" : `${place}: `}${message} ${remedy}`);
  return new AwsError("InvalidDocumentContent", [...(sentence === undefined ? [] : [sentence]), ...shown].join("\n"));
}
