/**
 * AWS names the wrong cause if a runbook is not shared with an account: it says that the execution role cannot be assumed. Here
 * the true one is added.
 */
import type { AutomationExecution, StepExecution } from "@aws-sdk/client-ssm";
import type { Readers } from "./ports";
import type { ExplainedStep, Place } from "./records";
import { UnreadableError } from "./unreadable";

/** The steps, with the cause where it is known. */
export async function trueCauses(
  steps: readonly StepExecution[],
  { DocumentName: name = "" }: AutomationExecution,
  { accountId, region }: Place,
  readers: Readers,
): Promise<readonly ExplainedStep[]> {
  const saysRole = ({ FailureMessage = "" }: StepExecution): boolean => /\bbe assumed\b/.test(FailureMessage);
  // Who may use a document is known in the account that owns it.
  if (name.startsWith("arn:") || readers.caller.accountId !== accountId || !steps.some(saysRole)) return steps;
  let sharedWith: readonly string[];
  try {
    sharedWith = await readers.sharedWith(name, region);
  } catch (error) {
    // Amazon's documents have no permissions to read, and an operator may not be allowed to.
    if (error instanceof UnreadableError) return steps;
    throw error;
  }
  return steps.map((step) => {
    const account = step.TargetLocation?.Accounts?.[0] ?? "";
    const isShared = account === accountId || sharedWith.some((id) => id === account || id.toLowerCase() === "all");
    if (isShared || !saysRole(step)) return step;
    return { ...step, cause: `The runbook ${name} is not shared with account ${account}.` };
  });
}
