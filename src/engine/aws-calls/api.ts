/** Calls of AWS APIs by a step: the calls that its action makes, and the call that the step itself describes. */
import type { JsonObject } from "../../document/json";
import type { InputsOf, StepContext } from "../steps/action-runner";
import { StepFailure } from "../errors";

/** A call that is aborted if the step is stopped. @throws ApiCallError */
export function call(context: StepContext, service: string, api: string, parameters: JsonObject): Promise<JsonObject> {
  return context.world.api.call({ service, api, parameters }, context.signal);
}

/** A call that is made even if the step is stopped, to stop something that the step has started. @throws ApiCallError */
export function callRegardless(
  context: StepContext,
  service: string,
  api: string,
  parameters: JsonObject,
): Promise<JsonObject> {
  return context.world.api.call({ service, api, parameters }, new AbortController().signal);
}

/**
 * AWS's limit for a call of aws:executeAwsApi. AWS does not document whether it applies to aws:waitForAwsResourceProperty
 * and aws:assertAwsResourceProperty; here it does.
 */
const LONGEST_CALL_MS = 25_000;

/**
 * The call that a step of aws:executeAwsApi, aws:waitForAwsResourceProperty or aws:assertAwsResourceProperty describes. Any
 * input other than Service and Api is a parameter of the API.
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
  // The step ends at the limit even if the call cannot be aborted.
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
