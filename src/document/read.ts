/** From a document that was read from a file to a runbook with types, the same as one that is written in TypeScript. */
import { ConfigurationError } from "../diagnostics/errors";
import { faultsOfForm } from "./lint/lint";
import type { AutomationDocument, Runbook } from "./model";
import type { SourceDocument } from "./parse";

/**
 * AWS keeps a document's target type outside of its content, so that a file has no key for it. A comment says it:
 *
 *     # targetType: /AWS::EC2::Instance
 */
const TARGET_TYPE = /^#[ \t]*targetType:[ \t]*(\/[\w.\-:/]{0,199})[ \t]*$/m;

/** Throws a ConfigurationError with every fault of form: a missing property, an unknown action, an input of the wrong type. */
export function readRunbook(source: SourceDocument, name: string): Runbook {
  const faults = faultsOfForm(source);
  if (faults.length > 0) {
    throw new ConfigurationError(...faults.map(({ place, message, remedy }) => ({ place, message, remedy })));
  }
  return {
    name,
    targetType: TARGET_TYPE.exec(source.text)?.[1],
    // The faults of form are the ways in which it could be something else.
    document: source.value as unknown as AutomationDocument,
  };
}
