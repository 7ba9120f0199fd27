/** aws:executeScript: runs a Python or PowerShell script with the limits of AWS's environment. */
import { RETIRED_RUNTIMES } from "../../document/actions/executeScript";
import { isList, type Json, type JsonObject } from "../../document/json";
import type { ActionContext, ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { POLLING } from "../steps/failure-message";
import { input, invalid, map, required, text } from "./inputs";

/** Bytes of JSON that a script may return. */
const LONGEST_PAYLOAD = 100 * 1024;
/** Items of a returned list that are kept. */
const MOST_ITEMS = 100;

export const executeScript: ActionRunner = async (context) => {
  const { inputs, signal, world } = context;
  const runtime = checkRuntime(required(inputs, "Runtime", text));
  const handler = checkHandler(runtime, input(inputs, "Handler", text));
  if (inputs["Attachment"] !== undefined) {
    throw invalid("Attachments are not kept locally: a script has to be in the step's Script");
  }
  const returned = await world.scripts.run(
    {
      runtime,
      handler,
      script: required(inputs, "Script", text),
      payload: input(inputs, "InputPayload", map) ?? {},
      context: scriptContext(context),
    },
    signal,
  );
  const payload = checkPayload(returned);
  return { outputs: { Payload: payload } };
};

function checkRuntime(runtime: string): string {
  const successor = RETIRED_RUNTIMES[runtime];
  if (successor !== undefined) throw invalid(`The runtime ${runtime} is no longer supported; use ${successor}`);
  if (!/^(python3\.\d+|PowerShell \d+\.\d+)$/.test(runtime)) throw invalid(`There is no runtime ${runtime}`);
  return runtime;
}

function checkHandler(runtime: string, handler: string | undefined): string | undefined {
  const isPython = runtime.startsWith("python");
  if (isPython && handler === undefined) throw invalid(`A script in ${runtime} needs a Handler`);
  if (!isPython && handler !== undefined) throw invalid(`A script in ${runtime} has no Handler`);
  return handler;
}

/** AWS does not document what a handler's second argument holds; these keys are those that published runbooks read. */
function scriptContext({ executionId, globals }: ActionContext): JsonObject {
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
