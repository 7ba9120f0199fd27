/**
 * aws:createStack: creates a CloudFormation stack and waits until it is created.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createstack.html
 */
import type { JsonObject } from "../../document/json";
import type { ActionRunner, InputsOf } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { requiredString } from "../aws-calls/responses";
import { settledStack, stackFault } from "../aws-calls/stack-waiting";
import { invalid } from "../program/read-input";
import { withoutUndefined } from "../without-undefined";

export const createStack: ActionRunner<"aws:createStack"> = async (context) => {
  const { Parameters: parameters, ...request } = context.inputs;
  const response = await call(context, "cloudformation", "CreateStack", {
    ...request,
    ...(parameters !== undefined && { Parameters: parameters.map(parameterOf) }),
  });
  const id = requiredString(response, "CreateStack", "StackId");
  const stack = await settledStack(context, id);
  const outputs = {
    StackId: id,
    ...(stack !== undefined && { StackStatus: stack.status }),
    ...(stack?.reason !== undefined && { StackStatusReason: stack.reason }),
  };
  if (stack?.status !== "CREATE_COMPLETE") {
    throw new StepFailure(stackFault(request.StackName, stack), "PostVerification", "Verification", outputs);
  }
  return { outputs };
};

type Parameter = NonNullable<InputsOf<"aws:createStack">["Parameters"]>[number];

/** Without ResolvedValue, which only responses of CloudFormation have. */
function parameterOf({ ParameterKey, ParameterValue, UsePreviousValue }: Parameter): JsonObject {
  if (ParameterKey === undefined) throw invalid("ParameterKey is missing or empty");
  return { ParameterKey, ...withoutUndefined({ ParameterValue, UsePreviousValue }) };
}
