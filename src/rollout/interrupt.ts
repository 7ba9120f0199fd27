/**
 * Handles Ctrl-C while Terraform runs. Terraform has to finish its current operation and release its state lock, so the first
 * signal only asks everything to stop. A second signal makes Terraform stop at once.
 */
import { setMaxListeners } from "node:events";
import { InterruptedError } from "../diagnostics/errors";

/** A user's requests to stop. */
export interface Interruption {
  /** Aborted at the first request: start nothing more, and let running work end in an orderly manner. */
  readonly signal: AbortSignal;
  /** Aborted at the second request: stop at once. State locks and partial changes may stay behind. */
  readonly force: AbortSignal;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds in which a second signal counts as the same request. */
const SAME_REQUEST = 1_000;

/**
 * Runs `work` and turns SIGINT, SIGTERM and SIGHUP into an Interruption. npm forwards a Ctrl-C that the terminal has already
 * sent to the process, and such a pair counts as one signal.
 * @param clock returns milliseconds
 * @throws InterruptedError after `work` has ended because of a signal; the errors of `work` unchanged
 */
export async function interruptible<T>(
  log: (line: string) => void,
  work: (interruption: Interruption) => Promise<T>,
  clock: () => number = Date.now,
): Promise<T> {
  const stop = new AbortController();
  const force = new AbortController();
  // Every running Terraform and every call to AWS listens to them.
  setMaxListeners(0, stop.signal, force.signal);
  let first = 0;
  const onSignal = (): void => {
    if (!stop.signal.aborted) {
      first = clock();
      log(
        "stopping: waiting for Terraform to finish its current operations and release the state locks (again to force)",
      );
      stop.abort();
    } else if (!force.signal.aborted && clock() - first >= SAME_REQUEST) {
      log("stopping at once: state locks may stay behind; the next run reports them and removes those of this run");
      force.abort();
    }
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const result = await work({ signal: stop.signal, force: force.signal });
    if (stop.signal.aborted)
      throw new InterruptedError("Interrupted: the running work has ended in an orderly manner.");
    return result;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
