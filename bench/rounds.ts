/** Two measurements in turns, so that the machine's other load affects both. They are compared round by round. */

/** The figures of both in one round. */
export type Round<Ours, Theirs> = readonly [ours: Ours, theirs: Theirs];

/** Takes both in each round, the one that came last first in the next. @throws the signal's reason between two measurements */
export async function inTurns<Ours, Theirs>(
  rounds: number,
  ours: () => Promise<Ours>,
  theirs: () => Promise<Theirs>,
  signal: AbortSignal,
): Promise<readonly Round<Ours, Theirs>[]> {
  const taken: Round<Ours, Theirs>[] = [];
  const next = <Figures>(measure: () => Promise<Figures>): Promise<Figures> => {
    signal.throwIfAborted();
    return measure();
  };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await next(ours);
      taken.push([first, await next(theirs)]);
    } else {
      const first = await next(theirs);
      taken.push([await next(ours), first]);
    }
  }
  return taken;
}

/** The middle value, or the mean of the two middle values. @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? NaN)) / 2 : upper;
}
