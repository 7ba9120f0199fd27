/** Calls of AWS's APIs on behalf of a step: those of an action's own, and those that the step itself spells out. */
import type { JsonObject } from "../../document/json";
import type { InputsOf, StepContext } from "../steps/action-runner";
import { StepFailure } from "../errors";

/** A call that stops when the step is to stop. @throws ApiCallError */
export function call(context: StepContext, service: string, api: string, parameters: JsonObject): Promise<JsonObject> {
  return context.world.api.call({ service, api, parameters }, context.signal);
}

/** A call that is made although the step has been stopped: to stop what it has begun. @throws ApiCallError */
export function callRegardless(
  context: StepContext,
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
 * The call that a step of aws:executeAwsApi and its kin describes: what is no input of the action is a parameter of the API.
 * @throws ApiCallError, StepFailure
 */
export async function callOfStep(
  { clock, signal, world }: StepContext,
  { Service: service, Api: api, ...parameters }: InputsOf<"aws:executeAwsApi">,
): Promise<JsonObject> {
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
