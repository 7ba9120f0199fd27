/** Converts a document that was read from a file to a typed runbook, like one that is written in TypeScript. */
import { ConfigurationError } from "../diagnostics/errors";
import { faultsOfForm } from "./lint/lint";
import type { AutomationDocument, Runbook } from "./model";
import type { SourceDocument } from "./parse";
import { targetTypeIn } from "./target-type";

/** @throws ConfigurationError with every fault of form: a missing property, an unknown action, an input of the wrong type */
export function readRunbook(source: SourceDocument, name: string): Runbook {
  const faults = faultsOfForm(source);
  if (faults.length > 0) {
    throw new ConfigurationError(...faults.map(({ place, message, remedy }) => ({ place, message, remedy })));
  }
  return {
    name,
    targetType: targetTypeIn(source.text),
    // A document without faults of form has this type.
    document: source.value as unknown as AutomationDocument,
  };
}
