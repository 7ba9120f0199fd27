/**
 * aws:deleteStack: deletes a CloudFormation stack and waits until it is gone.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-deletestack.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { findStack, settledStack, stackFault } from "../aws-calls/stack-waiting";

export const deleteStack: ActionRunner<"aws:deleteStack"> = async (context) => {
  const { inputs } = context;
  const stack = await findStack(context, inputs.StackName);
  await call(context, "cloudformation", "DeleteStack", inputs);
  // DeleteStack succeeds if the stack does not exist.
  if (stack === undefined) return { outputs: {} };
  const rest = await settledStack(context, stack.id);
  if (rest !== undefined && rest.status !== "DELETE_COMPLETE") {
    throw new StepFailure(stackFault(inputs.StackName, rest), "PostVerification", "Verification");
  }
  return { outputs: {} };
};
