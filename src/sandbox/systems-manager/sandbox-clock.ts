/** The sandbox's time: the machine's own, as long as the sandbox runs. */
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

  /** What still waits then waits for ever, and does not keep the process alive. */
  end(): void {
    this.#hasEnded = true;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}
