/** Refuses an Automation document that AWS would refuse, which the linter reports as an error that cannot be ignored. */
import { ConfigurationError } from "../../../diagnostics/errors";
import { errorsOfDocument } from "../../../document/lint/lint";
import { parseSource, type SourceDocument } from "../../../document/parse";
import { viewOf } from "../../../document/view";
import { AwsError } from "../../protocol/aws-error";
import { sentenceOfAws } from "./refusal";

/** The message lists only the first errors. */
const REPORTED_ERRORS = 5;

/**
 * @param content a map as JSON or YAML
 * @param name the name of the document, for the places in the message
 * @throws AwsError InvalidDocumentContent, with AWS's sentence followed by the linter's findings with their lines and
 *   remedies
 */
export function checkAutomationContent(content: string, name: string): void {
  const source = parse(content, name);
  const errors = errorsOfDocument(source);
  if (errors.length === 0) return;
  const view = viewOf(source.value, Buffer.byteLength(content));
  const [sentence] = errors.flatMap((error) => sentenceOfAws(error, view) ?? []);
  throw invalidContent(sentence, errors);
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
