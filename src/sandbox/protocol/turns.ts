/** One thing at a time: work with the same key waits its turn, in the order in which it came. */
export class Turns {
  /** By key: the work that came last. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the work when all earlier work with this key has ended, whether it succeeded or failed. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const mine = after(before, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}

async function after<T>(before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
  await before?.catch(() => undefined);
  return work();
}
