/** Why a step is stopped from outside: the reason of its abort signal, and what becomes of its status. */

export class Interruption extends Error {
  override readonly name = "Interruption";

  constructor(
    readonly status: "TimedOut" | "Cancelled",
    message: string,
  ) {
    super(message);
  }
}

/** One for all: making an error costs, and most time-outs never come. */
export const TIMED_OUT = new Interruption("TimedOut", "The step has run out of time.");
export const CANCELLED = new Interruption("Cancelled", "The step is cancelled.");

/** Something that runs or waits and can be stopped. */
export interface Interruptible {
  /** Does nothing to what has ended. */
  interrupt(interruption: Interruption): void;
}
