/** A number of places of which each waits for its turn: an agent runs that many commands at a time. */

export class Slots {
  private free: number;
  private readonly queue: (() => void)[] = [];

  constructor(count: number) {
    this.free = count;
  }

  /** Runs the work when it is its turn; not at all if the signal is aborted until then. */
  async run(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    if (this.free > 0) this.free--;
    else if (!(await this.turn(signal))) return;
    try {
      await work();
    } finally {
      const next = this.queue.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }

  /** @returns false if the signal was aborted first. */
  private turn(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const take = () => {
        signal.removeEventListener("abort", give);
        resolve(true);
      };
      const give = () => {
        this.queue.splice(this.queue.indexOf(take), 1);
        resolve(false);
      };
      this.queue.push(take);
      signal.addEventListener("abort", give, { once: true });
    });
  }
}
