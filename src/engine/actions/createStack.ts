/** aws:createStack: creates a CloudFormation stack and waits until it is created. */
import type { JsonObject } from "../../document/json";
import type { ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { tagOf } from "./createTags";
import { textOf } from "../values";
import { flag, input, integer, jsonText, maps, read, required, text, texts } from "./inputs";
import { requiredText } from "../aws-calls/responses";
import { settledStack, stackFault } from "../aws-calls/stack-waiting";

export const createStack: ActionRunner = async (context) => {
  const { inputs } = context;
  const name = required(inputs, "StackName", text);
  const parameters = input(inputs, "Parameters", maps);
  const tags = input(inputs, "Tags", maps);
  const response = await call(context, "cloudformation", "CreateStack", {
    StackName: name,
    ...read(inputs, OPTIONS),
    ...(parameters !== undefined && { Parameters: parameters.map(parameterOf) }),
    ...(tags !== undefined && { Tags: tags.map(tagOf) }),
  });
  const id = requiredText(response, "CreateStack", "StackId");
  const stack = await settledStack(context, id);
  const outputs = {
    StackId: id,
    ...(stack !== undefined && { StackStatus: stack.status }),
    ...(stack?.reason !== undefined && { StackStatusReason: stack.reason }),
  };
  if (stack?.status !== "CREATE_COMPLETE") {
    throw new StepFailure(stackFault(name, stack), "PostVerification", "Verification", outputs);
  }
  return { outputs };
};

const OPTIONS = {
  TemplateBody: jsonText,
  TemplateURL: text,
  Capabilities: texts,
  OnFailure: text,
  DisableRollback: flag,
  TimeoutInMinutes: integer,
  NotificationARNs: texts,
  ResourceTypes: texts,
  RoleARN: text,
  StackPolicyBody: jsonText,
  StackPolicyURL: text,
  ClientRequestToken: text,
};

/** CloudFormation takes texts only; an empty one is a value. */
function parameterOf(parameter: JsonObject): JsonObject {
  const value = parameter["ParameterValue"];
  return {
    ParameterKey: required(parameter, "ParameterKey", text),
    ...(value !== undefined && value !== null && { ParameterValue: textOf(value) }),
    ...read(parameter, { UsePreviousValue: flag }),
  };
}
