/** Which runbooks a runbook runs in its steps. */
import type { AutomationDocument, Runbook } from "../model";
import { viewOf } from "../view";

/**
 * The names of all runbooks that the document's steps run, and of those that these run.
 * @param runbooks all runbooks by name; others are not looked into
 */
export function calledRunbooks(
  document: AutomationDocument,
  runbooks: ReadonlyMap<string, Runbook>,
): ReadonlySet<string> {
  const called = new Set<string>();
  const visit = (caller: AutomationDocument): void => {
    for (const { action, inputs } of viewOf({ ...caller }, 0).steps) {
      if (action !== "aws:executeAutomation" || typeof inputs["DocumentName"] !== "string") continue;
      // A shared runbook is called by its ARN.
      const name = inputs["DocumentName"].slice(inputs["DocumentName"].lastIndexOf("/") + 1);
      if (called.has(name)) continue;
      called.add(name);
      const runbook = runbooks.get(name);
      if (runbook !== undefined) visit(runbook.document);
    }
  };
  visit(document);
  return called;
}
