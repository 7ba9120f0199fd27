/** How one emulated script sleeps, and how it learns that it must end. */

export class ScriptControl {
  readonly #asleep = new Map<number, () => void>();
  #sleeps = 0;

  readonly #mustEnd: Int32Array;
  readonly #end: () => Error;
  readonly #report: (sleep: number, line: string) => void;

  /**
   * @param mustEnd one number, which is set from outside when the script must end
   * @param end creates the error that ends the script
   * @param report reports that the script sleeps
   */
  constructor(mustEnd: Int32Array, end: () => Error, report: (sleep: number, line: string) => void) {
    this.#mustEnd = mustEnd;
    this.#end = end;
    this.#report = report;
  }

  /** Lets the script continue unless it must end. @throws the error of `end` */
  goOn(): void {
    if (Atomics.load(this.#mustEnd, 0) !== 0) throw this.#end();
  }

  /**
   * @param line `sleep` and its arguments
   * @param signal may end the sleep early, as in `timeout 5 sleep 10`
   * @throws the error of `end`
   */
  async sleep(line: string, signal: AbortSignal | undefined): Promise<void> {
    const sleep = ++this.#sleeps;
    this.#report(sleep, line);
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.#asleep.set(sleep, wake);
      signal?.addEventListener("abort", wake, { once: true });
    });
    this.#asleep.delete(sleep);
    this.goOn();
  }

  wake(sleep: number): void {
    this.#asleep.get(sleep)?.();
  }

  /** For a script that must end. */
  wakeAll(): void {
    for (const wake of this.#asleep.values()) wake();
  }
}
