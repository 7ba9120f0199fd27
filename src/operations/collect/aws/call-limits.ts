/** Bounds the calls to one account and Region: how many at a time, and how many in a second. */
import pLimit from "p-limit";
import { setTimeout as sleep } from "node:timers/promises";

/** Calls at a time in one account and Region. */
const AT_ONCE = 5;
/**
 * Calls in a second in one account and Region. AWS does not publish the rates of Systems Manager's read operations; other
 * tools of the account need some of them as well.
 */
const PER_SECOND = 20;

export interface Clock {
  /** Milliseconds. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

const systemClock: Clock = { now: () => performance.now(), wait: (milliseconds) => sleep(milliseconds) };

/** Runs each call when the limits allow it. As many calls as one second allows may begin at once. */
export function callLimits(clock: Clock = systemClock): <T>(call: () => Promise<T>) => Promise<T> {
  const limit = pLimit(AT_ONCE);
  const interval = 1000 / PER_SECOND;
  /** When the last of the calls so far would begin at an even rate. */
  let last = -Infinity;
  return (call) =>
    limit(async () => {
      const now = clock.now();
      last = Math.max(last + interval, now - 1000 + interval);
      if (last > now) await clock.wait(last - now);
      return call();
    });
}
