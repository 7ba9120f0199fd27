/** Acquires and releases a place of a semaphore at different points of the code. */
import type { Limit } from "p-limit";

/** Waits for a place. @returns a function that releases it, which may be called more than once. */
export function takePlace(limit: Limit): Promise<() => void> {
  return new Promise((entered) => void limit(() => new Promise<void>((leave) => entered(leave))));
}
