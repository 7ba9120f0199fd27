/** Counts of instances, accounts and steps by tone. A parent's Success hides nothing: what counts is each instance. */
import type { Place, Report, Row } from "./report";
import { TONES, worstTone, type Tone } from "./tones";

export type Counts = ReadonlyMap<Tone, number>;

export interface Totals {
  readonly instances: Counts;
  readonly steps: Counts;
  /** Accounts and Regions in which no instance was reached, by the tone of their executions. */
  readonly withoutInstances: readonly Place[];
  readonly accounts: number;
}

export function totalsOf({ rows, places }: Pick<Report, "rows" | "places">): Totals {
  return {
    instances: countTones(rows.map(({ tone }) => tone)),
    steps: countTones(rows.flatMap((row) => row.cells.flatMap((cell) => cell?.steps.map(({ tone }) => tone) ?? []))),
    withoutInstances: places.filter((place) => place.rows.length === 0),
    accounts: new Set(places.map(({ accountId }) => accountId)).size,
  };
}

/** In the order of the tones, without zeros. */
export function countTones(tones: readonly Tone[]): Counts {
  const counts = new Map<Tone, number>();
  for (const tone of tones) counts.set(tone, (counts.get(tone) ?? 0) + 1);
  return new Map(TONES.flatMap((tone) => (counts.has(tone) ? [[tone, counts.get(tone) ?? 0] as const] : [])));
}

/** What matters most in a place. */
export function placeTone({ rows, executions, unread }: Place): Tone {
  if (unread.length > 0) return "unread";
  const tones = rows.length > 0 ? rows.map((row: Row) => row.tone) : executions.map(({ tone }) => tone);
  return worstTone(tones) ?? "waiting";
}
