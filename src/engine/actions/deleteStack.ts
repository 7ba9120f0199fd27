/** aws:deleteStack: deletes a CloudFormation stack and waits until it is gone. */
import type { ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { read, required, text, texts } from "./inputs";
import { findStack, settledStack, stackFault } from "../aws-calls/stack-waiting";

export const deleteStack: ActionRunner = async (context) => {
  const { inputs } = context;
  const name = required(inputs, "StackName", text);
  const stack = await findStack(context, name);
  await call(context, "cloudformation", "DeleteStack", {
    StackName: name,
    ...read(inputs, { ClientRequestToken: text, RetainResources: texts, RoleARN: text }),
  });
  // CloudFormation deletes a stack that does not exist without a word.
  if (stack === undefined) return { outputs: {} };
  const rest = await settledStack(context, stack.id);
  if (rest !== undefined && rest.status !== "DELETE_COMPLETE") {
    throw new StepFailure(stackFault(name, rest), "PostVerification", "Verification");
  }
  return { outputs: {} };
};
