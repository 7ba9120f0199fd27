/**
 * What Ctrl-C means while Terraform is at work. Terraform has to finish the step under way and release its state
 * lock, so the first signal only asks everything to stop; a second one makes Terraform give up at once.
 */
import { InterruptedError } from "../diagnostics/errors";

/** The two ways in which a user can ask work to stop. */
export interface Interruption {
  /** Aborted at the first request: start nothing more, wind up what runs. */
  readonly signal: AbortSignal;
  /** Aborted at the second request: give up at once; locks and half-done changes may stay behind. */
  readonly force: AbortSignal;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds in which a second signal counts as the same request. */
const SAME_REQUEST = 1_000;

/**
 * Runs `work` with SIGINT, SIGTERM and SIGHUP turned into an Interruption, and throws an InterruptedError once
 * work has ended in good order after one of them. Errors of `work` itself are passed on as they are.
 * `clock` gives milliseconds; npm passes on a Ctrl-C that the terminal has already sent to everybody, and such
 * a pair must count as one.
 */
export async function interruptible<T>(
  log: (line: string) => void,
  work: (interruption: Interruption) => Promise<T>,
  clock: () => number = Date.now,
): Promise<T> {
  const stop = new AbortController();
  const force = new AbortController();
  let first = 0;
  const onSignal = (): void => {
    if (!stop.signal.aborted) {
      first = clock();
      log("stopping: waiting for Terraform to finish what it has begun and release the state locks (again to force)");
      stop.abort();
    } else if (!force.signal.aborted && clock() - first >= SAME_REQUEST) {
      log("stopping at once: state locks may stay behind; the next run says so and clears those that are its own");
      force.abort();
    }
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const result = await work({ signal: stop.signal, force: force.signal });
    if (stop.signal.aborted) throw new InterruptedError("Interrupted: what was under way has been wound up.");
    return result;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
