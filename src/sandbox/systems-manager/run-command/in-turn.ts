/** Commands of a node wait for their turn, because an agent runs only so many at a time. */
import type { Limit } from "p-limit";

/** Runs the work when it is its turn. Does not wait for the turn if the signal is aborted first, and does not run the work then. */
export function inTurn(limit: Limit, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve();
    signal.addEventListener("abort", giveUp, { once: true });
    const run = async () => {
      signal.removeEventListener("abort", giveUp);
      if (!signal.aborted) await work();
    };
    limit(run).then(resolve, reject);
  });
}
