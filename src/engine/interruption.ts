/** Why a step is stopped from outside: the reason of its abort signal, and the status that the step gets. */

export class Interruption extends Error {
  override readonly name = "Interruption";

  constructor(
    readonly status: "TimedOut" | "Cancelled",
    message: string,
  ) {
    super(message);
  }
}

export const TIMED_OUT = new Interruption("TimedOut", "The step has run out of time.");
export const CANCELLED = new Interruption("Cancelled", "The step is cancelled.");

/** Something that runs or waits and can be stopped. */
export interface Interruptible {
  /** Has no effect after the end. */
  interrupt(interruption: Interruption): void;
}
