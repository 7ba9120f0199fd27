/** Two clocks: the machine's, and a virtual one that jumps ahead, so that an hour's sleep takes no real time. */
import type { Clock } from "./ports";

/** Milliseconds; what setTimeout takes at most. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own time. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, milliseconds, signal);
  }

  after(milliseconds: number, callback: () => void): () => void {
    if (milliseconds > LONGEST_TIMER) return this.#afterLong(milliseconds, callback);
    const timer = setTimeout(callback, Math.max(0, milliseconds));
    return () => clearTimeout(timer);
  }

  #afterLong(milliseconds: number, callback: () => void): () => void {
    let cancel: () => void;
    const timer = setTimeout(() => (cancel = this.after(milliseconds - LONGEST_TIMER, callback)), LONGEST_TIMER);
    cancel = () => clearTimeout(timer);
    return () => cancel();
  }
}

interface Timer {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly callback: () => void;
}

/**
 * A time that stops while something happens, and jumps to the next timer when nothing does. Nothing happens when
 * no work of `during` is under way and the event loop has turned without any use of this clock.
 */
export class VirtualClock implements Clock {
  /** In the order in which they are due; timers of the same time in the order in which they were set. */
  readonly #timers: Timer[] = [];
  #now: number;
  #underWay = 0;
  /** Counts every use, so that a turn of the event loop without use can be recognized. */
  #uses = 0;
  #watching = false;

  constructor(start: Date = new Date()) {
    this.#now = start.getTime();
  }

  now(): Date {
    this.#uses += 1;
    return new Date(this.#now);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, milliseconds, signal);
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, milliseconds), callback };
    this.#uses += 1;
    this.#timers.splice(this.#timers.findLastIndex(({ at }) => at <= timer.at) + 1, 0, timer);
    this.#watch();
    return () => {
      this.#uses += 1;
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** Stops the time until work that takes real time is done: a process, a request. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      this.#uses += 1;
      this.#watch();
    }
  }

  #watch(): void {
    if (this.#watching || this.#underWay > 0 || this.#timers.length === 0) return;
    this.#watching = true;
    const uses = this.#uses;
    // Two turns: work that the immediates of one turn start is visible in the next.
    setImmediate(() =>
      setImmediate(() => {
        this.#watching = false;
        if (this.#underWay === 0 && this.#uses === uses) this.#jump();
        this.#watch();
      }),
    );
  }

  #jump(): void {
    const first = this.#timers.shift();
    if (first === undefined) return;
    this.#now = Math.max(this.#now, first.at);
    first.callback();
  }
}

function sleepOn(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal === undefined) {
      clock.after(milliseconds, resolve);
      return;
    }
    const stop = (): void => {
      cancel();
      // The reason may be any value. It is passed on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal.reason);
    };
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
