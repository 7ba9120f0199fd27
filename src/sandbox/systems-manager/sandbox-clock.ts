/** The sandbox's clock: the system's time, with timers that end when the sandbox stops. */
import { SystemClock } from "../../engine/clock";

export class SandboxClock extends SystemClock {
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  override after(milliseconds: number, callback: () => void): () => void {
    if (this.#hasEnded) return () => undefined;
    const cancel = super.after(milliseconds, () => {
      this.#waiting.delete(cancel);
      callback();
    });
    this.#waiting.add(cancel);
    return () => {
      this.#waiting.delete(cancel);
      cancel();
    };
  }

  /** Cancels all timers, now and later, so that none keeps the process alive. Pending sleeps never end. */
  end(): void {
    this.#hasEnded = true;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}
