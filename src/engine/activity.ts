/** The current activity of an execution: an attempt of a step, or a wait for a signal. */
import type { Interruptible, Interruption } from "./interruption";
import { invalidSignal, type Signal, type SignalWait } from "./signal-wait";

export class Activity {
  #active: Interruptible | undefined;
  #wait: Pick<SignalWait<never>, "take" | "interrupt"> | undefined;

  /** Sets the activity that interruptions apply to, until it has ended. */
  begin(active: Interruptible): void {
    this.#active = active;
  }

  async waiting<Result>(wait: SignalWait<Result>): ReturnType<typeof wait.settled> {
    this.#wait = wait;
    this.begin(wait);
    const end = await wait.settled();
    this.#wait = undefined;
    return end;
  }

  interrupt(interruption: Interruption): void {
    this.#active?.interrupt(interruption);
  }

  /** Ends a wait for a signal; a running attempt continues. */
  interruptWaiting(interruption: Interruption): void {
    this.#wait?.interrupt(interruption);
  }

  /** @throws AutomationError */
  take(signal: Signal): void {
    if (this.#wait === undefined) throw invalidSignal(`The execution does not wait for the signal ${signal.type} now.`);
    this.#wait.take(signal);
  }
}
