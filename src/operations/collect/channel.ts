/** Carries values from many producers to one consumer. A producer waits while the consumer is behind, so that memory stays bounded. */

/** The consumer has stopped; producers end their work. */
export class ChannelClosedError extends Error {
  override readonly name = "ChannelClosedError";
}

export class Channel<T> implements AsyncIterable<T> {
  readonly #capacity: number;
  readonly #values: T[] = [];
  readonly #waitingProducers: (() => void)[] = [];
  #wakeConsumer: (() => void) | undefined;
  #end: { readonly error?: unknown } | undefined;
  #isClosed = false;

  /** @param capacity values that may wait for the consumer */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Waits for room. @throws ChannelClosedError if the consumer has stopped */
  async send(value: T): Promise<void> {
    while (!this.#isClosed && this.#values.length >= this.#capacity) {
      await new Promise<void>((resolve) => this.#waitingProducers.push(resolve));
    }
    if (this.#isClosed) throw new ChannelClosedError("The consumer has stopped.");
    this.#values.push(value);
    this.#wake();
  }

  /** No more values come. @param error what the consumer gets after the values that were sent */
  finish(error?: unknown): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    try {
      for (;;) {
        const value = this.#values.shift();
        if (value !== undefined) {
          this.#waitingProducers.shift()?.();
          yield value;
        } else if (this.#end === undefined) {
          await new Promise<void>((resolve) => (this.#wakeConsumer = resolve));
        } else if ("error" in this.#end) {
          throw this.#end.error;
        } else {
          return;
        }
      }
    } finally {
      this.#isClosed = true;
      for (const wake of this.#waitingProducers.splice(0)) wake();
    }
  }

  #wake(): void {
    this.#wakeConsumer?.();
    this.#wakeConsumer = undefined;
  }
}
