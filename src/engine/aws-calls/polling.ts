/** Waiting for something to come about, by asking again and again. */
import type { StepContext } from "../steps/action-runner";

/**
 * AWS does not document how often its actions ask. Here the pauses grow: what is done at once is noticed at once, and an
 * hour of waiting takes about 240 calls.
 */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Asks until there is an answer. It ends with the signal's reason when that is aborted.
 * @param ask gives undefined where it is too early to tell
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
