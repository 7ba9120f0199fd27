/** Places of which each is taken at one point of the code and given back at another. */
import type { Limit } from "p-limit";

/** Waits for a place. @returns gives the place back; more than once is harmless. */
export function takePlace(limit: Limit): Promise<() => void> {
  return new Promise((entered) => void limit(() => new Promise<void>((leave) => entered(leave))));
}
