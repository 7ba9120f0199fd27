/** Waiting for CloudFormation to be done with a stack. */
import type { StepContext } from "../steps/action-runner";
import { ApiCallError } from "../errors";
import { call } from "./api";
import { pollUntil } from "./polling";
import { listAt, requiredText, textAt } from "./responses";

interface Stack {
  readonly id: string;
  readonly status: string;
  readonly reason: string | undefined;
}

/** @param name name or id; a stack that is deleted is found by its id alone. @returns undefined where there is none */
export async function findStack(context: StepContext, name: string): Promise<Stack | undefined> {
  try {
    const response = await call(context, "cloudformation", "DescribeStacks", { StackName: name });
    const [stack] = listAt(response, "Stacks");
    if (stack === undefined) return undefined;
    return {
      id: requiredText(stack, "DescribeStacks", "StackId"),
      status: requiredText(stack, "DescribeStacks", "StackStatus"),
      reason: textAt(stack, "StackStatusReason"),
    };
  } catch (error) {
    // CloudFormation has no code of its own for it.
    if (error instanceof ApiCallError && error.code === "ValidationError" && /does not exist/.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

/** Waits until nothing is in progress. @returns undefined where the stack is gone */
export async function settledStack(context: StepContext, id: string): Promise<Stack | undefined> {
  const { stack } = await pollUntil(context, async () => {
    const found = await findStack(context, id);
    return found?.status.endsWith("_IN_PROGRESS") === true ? undefined : { stack: found };
  });
  return stack;
}

/** What is wrong with a stack that is not in the state wanted. */
export function stackFault(name: string, stack: Stack | undefined): string {
  if (stack === undefined) return `Stack ${name} does not exist any more`;
  const reason = stack.reason === undefined ? "" : `: ${stack.reason}`;
  return `Stack ${name} entered unexpected state: ${stack.status}${reason}`;
}
