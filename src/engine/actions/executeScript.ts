/**
 * aws:executeScript: runs a Python or PowerShell script with the limits of AWS's environment.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
 */
import { isList } from "../../diagnostics/json";
import type { Json, JsonObject } from "../../document/json";
import type { ActionRunner, StepContext } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { POLLING } from "../steps/failure-message";
import { invalid } from "../program/read-input";

/** Bytes of JSON that a script may return. */
const LONGEST_PAYLOAD = 100 * 1024;
/** Items of a returned list that are kept. */
const MOST_ITEMS = 100;

export const executeScript: ActionRunner<"aws:executeScript"> = async (context) => {
  const { Runtime: runtime, Handler: handler, Script: script, Attachment, InputPayload: payload } = context.inputs;
  refuseHandler(runtime, handler);
  if (Attachment !== undefined) {
    throw invalid("Attachments are not stored locally: the step must have the script in Script");
  }
  if (script === undefined) throw invalid("Script is missing or empty");
  const returned = await context.world.scripts.run(
    { runtime, handler, script, payload: payload ?? {}, context: scriptContext(context) },
    context.signal,
  );
  return { outputs: { Payload: checkPayload(returned) } };
};

/** @throws StepFailure if a Python script has no handler, or a PowerShell script has one */
function refuseHandler(runtime: string, handler: string | undefined): void {
  const isPython = runtime.startsWith("python");
  if (isPython && handler === undefined) throw invalid(`A script in ${runtime} needs a Handler`);
  if (!isPython && handler !== undefined) throw invalid(`A script in ${runtime} has no Handler`);
}

/** The handler's second argument. AWS does not document its keys; published runbooks read these. */
function scriptContext({ executionId, globals }: StepContext): JsonObject {
  const values = Object.entries(globals).map(([name, value]) => [`global:${name}`, value] as const);
  return { "automation:EXECUTION_ID": executionId, ...Object.fromEntries(values) };
}

/** AWS returns "up to" 100 KB. Truncated JSON would be useless, so a longer payload fails the step here. */
function checkPayload(returned: Json): Json {
  const payload = isList(returned) ? returned.slice(0, MOST_ITEMS) : returned;
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes <= LONGEST_PAYLOAD) return payload;
  throw new StepFailure(
    `The script returned ${bytes} bytes of JSON; the maximum is ${LONGEST_PAYLOAD}`,
    "PostVerification",
    "Action",
    {},
    undefined,
    POLLING,
  );
}
