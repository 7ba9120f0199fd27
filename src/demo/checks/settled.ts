/** AWS shows a change some seconds after it was made, so what is read once may be old. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fact } from "./check";

export interface Patience {
  readonly milliseconds: number;
  readonly pause: number;
}

const PATIENCE: Patience = { milliseconds: 15_000, pause: 1_000 };

/**
 * Reads until the facts hold, and at most for some seconds.
 * @param factsOf what is expected of what was read. @default that it can be read
 * @returns what was read last
 */
export async function settled<T>(
  read: () => Promise<T>,
  factsOf: (found: T) => readonly Fact[] = () => [],
  { milliseconds, pause }: Patience = PATIENCE,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const isLast = Date.now() >= end;
    try {
      const found = await read();
      if (isLast || factsOf(found).every(({ holds }) => holds)) return found;
    } catch (error) {
      if (isLast) throw error;
    }
    await sleep(pause);
  }
}

/** Facts that were read are those that are expected. */
export function asTheyAre(facts: readonly Fact[]): readonly Fact[] {
  return facts;
}
