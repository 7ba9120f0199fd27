/** The time on nodes: the machine's own, or one that leaps, in which a slow node takes no time. */
import { setTimeout as sleep } from "node:timers/promises";

export interface MachineTime {
  /** Whether it leaps: what sleeps on a node then asks this time instead of the kernel. */
  readonly leaps: boolean;
  /** Rejects with the signal's reason as soon as that is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Keeps the time from leaping while work is done that really takes time. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** Milliseconds; what setTimeout takes at most. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const REAL_TIME: MachineTime = {
  leaps: false,
  sleep: (milliseconds, signal) => sleep(Math.min(milliseconds, LONGEST_TIMER), undefined, { signal }),
  during: (work) => work,
};

/** Work that really takes time, with breaks in which the time may leap. */
export class Work {
  readonly #time: MachineTime;
  #finish: (() => void) | undefined;

  constructor(time: MachineTime) {
    this.#time = time;
    this.goOn();
  }

  goOn(): void {
    if (this.#finish !== undefined) return;
    const working = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    void this.#time.during(working);
  }

  pause(): void {
    this.#finish?.();
    this.#finish = undefined;
  }
}

/**
 * Calls back when a script has had its time. Where the time leaps it has as much real time as well: one that is busy
 * keeps the time from leaping.
 * @param over aborted when the script has ended
 */
export function onTimeLimit(seconds: number, time: MachineTime, over: AbortSignal, callback: () => void): void {
  for (const limit of time.leaps ? [REAL_TIME, time] : [REAL_TIME]) {
    // The other outcome is that it is over before.
    limit.sleep(seconds * 1000, over).then(callback, () => undefined);
  }
}

/** @param clock `VirtualClock` of the engine */
export function leapingTime(clock: Pick<MachineTime, "sleep" | "during">): MachineTime {
  return {
    leaps: true,
    sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    during: (work) => clock.during(work),
  };
}
