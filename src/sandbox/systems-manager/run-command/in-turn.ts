/** The queue of a node's commands: an agent runs only a limited number at a time. */
import type { Limit } from "p-limit";

/** Runs the work when it is its turn. If the signal is aborted before, it returns at once and never runs the work. */
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
