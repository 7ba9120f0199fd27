/** The time on nodes: the machine's own, or that of a virtual clock, which jumps ahead so that a slow node takes no real time. */
import { setTimeout as sleep } from "node:timers/promises";

export interface MachineTime {
  /** Whether the clock jumps ahead. Then `sleep` on a node waits for this clock instead of the kernel. */
  readonly jumps: boolean;
  /** Rejects with the signal's reason as soon as that is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Keeps the clock from jumping during work that takes real time. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** The longest timer of setTimeout, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const REAL_TIME: MachineTime = {
  jumps: false,
  sleep: (milliseconds, signal) => sleep(Math.min(milliseconds, LONGEST_TIMER), undefined, { signal }),
  during: (work) => work,
};

/** Work that takes real time, with pauses in which the clock may jump. */
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
 * Calls back when a script's time is over. If the clock jumps, the limit also applies to real time, because a busy script
 * keeps the clock from jumping.
 * @param over aborted when the script has ended
 */
export function onTimeLimit(seconds: number, time: MachineTime, over: AbortSignal, callback: () => void): void {
  for (const limit of time.jumps ? [REAL_TIME, time] : [REAL_TIME]) {
    // It rejects if the script ends first.
    limit.sleep(seconds * 1000, over).then(callback, () => undefined);
  }
}

/** @param clock `VirtualClock` of the engine */
export function jumpingTime(clock: Pick<MachineTime, "sleep" | "during">): MachineTime {
  return {
    jumps: true,
    sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    during: (work) => clock.during(work),
  };
}

/** Waits for work that takes so long and starts no process, until its time limit at most. */
export async function waitWithinLimit(
  takesSeconds: number,
  timeoutSeconds: number,
  signal: AbortSignal,
  time: MachineTime,
): Promise<"exited" | "timed-out" | "cancelled"> {
  try {
    if (takesSeconds > 0) await time.sleep(Math.min(takesSeconds, timeoutSeconds) * 1000, signal);
  } catch (error) {
    if (signal.aborted) return "cancelled";
    throw error;
  }
  if (signal.aborted) return "cancelled";
  return takesSeconds > timeoutSeconds ? "timed-out" : "exited";
}
