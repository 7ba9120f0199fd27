/** Calls of AWS's APIs on behalf of a step: those of an action's own, and those that the step itself spells out. */
import type { JsonObject } from "../../document/json";
import type { ActionContext } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { required, text } from "../actions/inputs";

/** A call that stops when the step is to stop. @throws ApiCallError */
export function call(
  context: ActionContext,
  service: string,
  api: string,
  parameters: JsonObject,
): Promise<JsonObject> {
  return context.world.api.call({ service, api, parameters }, context.signal);
}

/** A call that is made although the step has been stopped: to stop what it has begun. @throws ApiCallError */
export function callRegardless(
  context: ActionContext,
  service: string,
  api: string,
  parameters: JsonObject,
): Promise<JsonObject> {
  return context.world.api.call({ service, api, parameters }, new AbortController().signal);
}

/**
 * AWS's limit for a call of aws:executeAwsApi. Whether it holds for the calls of aws:waitForAwsResourceProperty and
 * aws:assertAwsResourceProperty is not documented; here it does.
 */
const LONGEST_CALL_MS = 25_000;

/**
 * The call that a step of aws:executeAwsApi and its kin describes: all inputs but `Service`, `Api` and those of the
 * action itself are parameters of the API.
 * @param own names of inputs that the action keeps to itself
 * @throws ApiCallError, StepFailure
 */
export async function callOfStep(context: ActionContext, own: readonly string[] = []): Promise<JsonObject> {
  const { clock, inputs, signal, world } = context;
  const service = required(inputs, "Service", text);
  const api = required(inputs, "Api", text);
  const kept = new Set(["Service", "Api", ...own]);
  const parameters = Object.fromEntries(Object.entries(inputs).filter(([name]) => !kept.has(name)));

  const limit = new AbortController();
  const stop = (): void => limit.abort(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener("abort", stop, { once: true });
  let cancelTimer: (() => void) | undefined;
  // The step goes on at the limit even where the call cannot be stopped.
  const tooLong = new Promise<never>((_resolve, reject) => {
    cancelTimer = clock.after(LONGEST_CALL_MS, () => {
      const failure = new StepFailure(
        `The call of ${service} ${api} took longer than ${LONGEST_CALL_MS / 1000} seconds`,
      );
      limit.abort(failure);
      reject(failure);
    });
  });
  try {
    return await Promise.race([world.api.call({ service, api, parameters }, limit.signal), tooLong]);
  } finally {
    cancelTimer?.();
    signal.removeEventListener("abort", stop);
  }
}
