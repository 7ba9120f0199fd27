/**
 * Timers in the order in which they are due: a binary heap. Most timers are time-outs that are cancelled soon; they stay
 * in the heap until half of it is such, and are then swept out together, so that cancelling costs next to nothing.
 */

export interface Timer {
  /** Milliseconds since 1970. */
  readonly at: number;
  callback: () => void;
}

interface Entry {
  readonly timer: Timer;
  /** Timers of the same time are due in the order in which they were added. */
  readonly order: number;
}

/** Below this many a sweep is not worth its while. */
const SMALL = 64;

export class TimerQueue {
  #heap: Entry[] = [];
  #added = 0;
  readonly #waiting = new Set<Timer>();

  isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(timer: Timer): void {
    this.#waiting.add(timer);
    this.#heap.push({ timer, order: (this.#added += 1) });
    this.#rise(this.#heap.length - 1);
  }

  cancel(timer: Timer): void {
    if (!this.#waiting.delete(timer)) return;
    // It may stay in the heap for long, and must not keep alive what it would have called.
    timer.callback = nothing;
    if (this.#heap.length > SMALL && this.#heap.length > 2 * this.#waiting.size) this.#sweep();
  }

  /** Takes out the timer that is due first. */
  take(): Timer | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined) return undefined;
      const last = this.#heap.pop();
      if (last !== undefined && this.#heap.length > 0) {
        this.#heap[0] = last;
        this.#sink(0);
      }
      if (this.#waiting.delete(first.timer)) return first.timer;
    }
  }

  #sweep(): void {
    // A sorted list is a heap.
    this.#heap = this.#heap.filter(({ timer }) => this.#waiting.has(timer)).sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #rise(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    for (let index = start; ;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const [a, b] = [this.#heap[left], this.#heap[right]];
      if (a === undefined) return;
      const smaller = b !== undefined && isBefore(b, a) ? right : left;
      if (!this.#swapIfBefore(smaller, index)) return;
      index = smaller;
    }
  }

  /** Swaps a child with its parent where the child is due first. */
  #swapIfBefore(child: number, parent: number): boolean {
    const [lower, upper] = [this.#heap[child], this.#heap[parent]];
    if (lower === undefined || upper === undefined || !isBefore(lower, upper)) return false;
    this.#heap[child] = upper;
    this.#heap[parent] = lower;
    return true;
  }
}

function nothing(): void {
  // Never called.
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.timer.at < b.timer.at || (a.timer.at === b.timer.at && a.order < b.order);
}
