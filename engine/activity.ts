/** What an execution is doing at the moment: a step's attempt runs, or a signal is waited for. One thing at a time. */
import type { Interruptible, Interruption } from "./interruption";
import { invalidSignal, type Signal, type SignalWait } from "./signal-wait";

export class Activity {
  #active: Interruptible | undefined;
  #wait: Pick<SignalWait<never>, "take" | "interrupt"> | undefined;

  /** Makes this what is interrupted until it has ended. */
  async during<Result>(active: Interruptible, ended: Promise<Result>): Promise<Result> {
    this.#active = active;
    const result = await ended;
    this.#active = undefined;
    return result;
  }

  async waiting<Result>(wait: SignalWait<Result>): ReturnType<typeof wait.settled> {
    this.#wait = wait;
    const end = await this.during(wait, wait.settled());
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
