/** What an execution is doing at the moment: a step's attempt runs, or a signal is waited for. One thing at a time. */
import type { Interruptible, Interruption } from "./interruption";
import { invalidSignal, type Signal, type SignalWait } from "./signal-wait";

export class Activity {
  #active: Interruptible | undefined;
  #wait: Pick<SignalWait<never>, "take" | "interrupt"> | undefined;

  /** Makes this what is interrupted from now on; when it has ended, an interruption does nothing to it. */
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

  /** Ends a waiting for a signal; what works goes on. */
  interruptWaiting(interruption: Interruption): void {
    this.#wait?.interrupt(interruption);
  }

  /** @throws AutomationError */
  take(signal: Signal): void {
    if (this.#wait === undefined) throw invalidSignal(`The execution does not wait for a signal ${signal.type} now.`);
    this.#wait.take(signal);
  }
}
