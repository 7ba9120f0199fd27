/** Polling with growing pauses. */
import type { StepContext } from "../steps/action-runner";

/**
 * AWS does not document how often its actions poll. Here the pauses grow: a quick change is noticed quickly, and an hour of
 * waiting takes about 240 calls.
 */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Calls `ask` until it returns an answer. Rejects with the signal's reason if the signal is aborted.
 * @param ask returns undefined if there is no answer yet
 */
export async function pollUntil<Answer>(
  { clock, signal }: Pick<StepContext, "clock" | "signal">,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    await clock.sleep(pause, signal);
  }
}
