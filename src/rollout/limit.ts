/** Bounds how much goes on at once. Kept here because the usual libraries ship only ES modules. */

/** Runs work as soon as one of its places is free, first come first served. */
type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** A limit of `places` pieces of work at once (at least one). */
export function createLimit(places: number): Limit {
  let free = Math.max(1, Math.floor(places));
  const waiting: (() => void)[] = [];

  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody who comes later can take it first.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
