/**
 * aws:invokeLambdaFunction: calls a Lambda function, and fails if the function does.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html
 */
import { isObject } from "../../diagnostics/json";
import type { Json, JsonObject } from "../../document/json";
import type { ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { stringOf } from "../values";
import { withoutUndefined } from "../without-undefined";
import { at, stringAt } from "../aws-calls/responses";

/** Bytes that a function may return. */
const LONGEST_PAYLOAD = 200 * 1024;

export const invokeLambdaFunction: ActionRunner<"aws:invokeLambdaFunction"> = async (context) => {
  const { InputPayload, Payload, ClientContext, ...request } = context.inputs;
  const response = await call(context, "lambda", "Invoke", {
    ...request,
    ...withoutUndefined({
      Payload: InputPayload === undefined ? Payload : JSON.stringify(InputPayload),
      ClientContext: ClientContext === undefined ? undefined : clientContext(ClientContext),
    }),
  });
  const answer = stringOf(at(response, "Payload") ?? "");
  const functionError = stringAt(response, "FunctionError");
  const logResult = stringAt(response, "LogResult");
  const values = {
    StatusCode: at(response, "StatusCode") ?? 200,
    ...(functionError !== undefined && { FunctionError: functionError }),
    ...(logResult !== undefined && { LogResult: logResult }),
    Payload: answer,
  };
  const outputs = { ...values, OutputPayload: JSON.stringify(values) };
  if (functionError !== undefined) {
    throw new StepFailure(`The function failed (${functionError}): ${answer}`, "Invocation", "Action", outputs);
  }
  const bytes = Buffer.byteLength(answer);
  // AWS returns "up to" 200 KB. Truncated JSON would be useless, so a longer payload fails the step here.
  if (bytes > LONGEST_PAYLOAD) {
    throw new StepFailure(`The function returned ${bytes} bytes; the maximum is ${LONGEST_PAYLOAD}`);
  }
  return { outputs, response: selectable(values, answer) };
};

/** Lambda requires JSON in Base64. A string is passed on as it is, a map is encoded. */
function clientContext(value: Json): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return Buffer.from(JSON.stringify(value)).toString("base64");
}

/**
 * The value that selectors read. AWS's examples select from the function's response (`$.Retry`) and from the outputs
 * (`$.Payload.Retry`). If both have a member of the same name, the response takes precedence.
 */
function selectable(values: JsonObject, answer: string): JsonObject {
  const parsed = parse(answer);
  return { ...values, Payload: parsed, ...(isObject(parsed) ? parsed : {}) };
}

function parse(answer: string): Json {
  try {
    return JSON.parse(answer) as Json;
  } catch {
    return answer;
  }
}
