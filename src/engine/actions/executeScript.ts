/**
 * aws:executeScript: runs a Python or PowerShell script with the limits of AWS's environment.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
 */
import { isList, type Json, type JsonObject } from "../../document/json";
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
    throw invalid("Attachments are not kept locally: a script has to be in the step's Script");
  }
  if (script === undefined) throw invalid("Script is missing or empty");
  const returned = await context.world.scripts.run(
    { runtime, handler, script, payload: payload ?? {}, context: scriptContext(context) },
    context.signal,
  );
  return { outputs: { Payload: checkPayload(returned) } };
};

/** @throws StepFailure if the script has a handler and its language takes none, or the reverse */
function refuseHandler(runtime: string, handler: string | undefined): void {
  const isPython = runtime.startsWith("python");
  if (isPython && handler === undefined) throw invalid(`A script in ${runtime} needs a Handler`);
  if (!isPython && handler !== undefined) throw invalid(`A script in ${runtime} has no Handler`);
}

/** AWS does not document what a handler's second argument holds; these keys are those that published runbooks read. */
function scriptContext({ executionId, globals }: StepContext): JsonObject {
  const values = Object.entries(globals).map(([name, value]) => [`global:${name}`, value] as const);
  return { "automation:EXECUTION_ID": executionId, ...Object.fromEntries(values) };
}

/** AWS returns "up to" 100 KB; half a JSON text would be of no use, so here more is a failure. */
function checkPayload(returned: Json): Json {
  const payload = isList(returned) ? returned.slice(0, MOST_ITEMS) : returned;
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes <= LONGEST_PAYLOAD) return payload;
  throw new StepFailure(
    `The script returned ${bytes} bytes of JSON, and ${LONGEST_PAYLOAD} are allowed`,
    "PostVerification",
    "Action",
    {},
    undefined,
    POLLING,
  );
}
