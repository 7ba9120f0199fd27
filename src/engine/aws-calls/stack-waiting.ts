/** Waits until CloudFormation has finished an operation on a stack. */
import type { StepContext } from "../steps/action-runner";
import { ApiCallError } from "../errors";
import { call } from "./api";
import { pollUntil } from "./polling";
import { listAt, requiredString, stringAt } from "./responses";

interface Stack {
  readonly id: string;
  readonly status: string;
  readonly reason: string | undefined;
}

/** @param name name or ID; a deleted stack is found only by its ID. @returns undefined if the stack does not exist */
export async function findStack(context: StepContext, name: string): Promise<Stack | undefined> {
  try {
    const response = await call(context, "cloudformation", "DescribeStacks", { StackName: name });
    const [stack] = listAt(response, "Stacks");
    if (stack === undefined) return undefined;
    return {
      id: requiredString(stack, "DescribeStacks", "StackId"),
      status: requiredString(stack, "DescribeStacks", "StackStatus"),
      reason: stringAt(stack, "StackStatusReason"),
    };
  } catch (error) {
    // CloudFormation has no error code of its own for a missing stack.
    if (error instanceof ApiCallError && error.code === "ValidationError" && /does not exist/.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

/** Waits until no operation is in progress. @returns undefined if the stack does not exist any more */
export async function settledStack(context: StepContext, id: string): Promise<Stack | undefined> {
  const { stack } = await pollUntil(context, async () => {
    const found = await findStack(context, id);
    return found?.status.endsWith("_IN_PROGRESS") === true ? undefined : { stack: found };
  });
  return stack;
}

/** The message for a stack that is not in the desired state. */
export function stackFault(name: string, stack: Stack | undefined): string {
  if (stack === undefined) return `Stack ${name} does not exist any more`;
  const reason = stack.reason === undefined ? "" : `: ${stack.reason}`;
  return `Stack ${name} entered unexpected state: ${stack.status}${reason}`;
}
