/** The axis of the time line. */
import type { Row } from "./report";

export interface TimeAxis {
  /** Milliseconds since 1970, or after the start of each row. */
  readonly start: number;
  readonly end: number;
  readonly ticks: readonly Tick[];
}

export type Alignment = "clock" | "row";

interface Tick {
  /** Milliseconds after the start of the axis. */
  readonly after: number;
  /** Part of the axis, 0 to 1. */
  readonly at: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12, 24, 48, 96].map((hours) => hours * HOUR),
];
const MOST_TICKS = 8;

/**
 * The axis from the first start to the last end of the rows; undefined if nothing has started.
 * @param alignment whether the axis is the clock, or counts from the start of each row (then it starts at 0)
 */
export function timeAxis(rows: readonly Row[], alignment: Alignment): TimeAxis | undefined {
  let start = Infinity;
  let end = -Infinity;
  for (const row of rows) {
    const shift = alignment === "clock" ? 0 : (row.start ?? 0);
    for (const times of [row, ...row.cells.flatMap((cell) => cell?.steps ?? [])]) {
      if (times.start === undefined || row.start === undefined) continue;
      start = Math.min(start, times.start - shift);
      end = Math.max(end, (times.end ?? times.start) - shift);
    }
  }
  if (start === Infinity) return undefined;
  const length = Math.max(end - start, SECOND);
  const step = STEPS.find((each) => length / each <= MOST_TICKS) ?? length;
  const ticks = Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
  return { start, end: start + length, ticks: ticks.map((after) => ({ after, at: after / length })) };
}

/** Place and length on the axis, 0 to 1. What runs still reaches to the end. */
export function onAxis(
  axis: TimeAxis,
  { start, end }: { readonly start: number; readonly end: number | undefined },
): { readonly from: number; readonly length: number } {
  const whole = axis.end - axis.start;
  const from = clamp((start - axis.start) / whole);
  return { from, length: clamp(((end ?? axis.end) - start) / whole, 1 - from) };
}

function clamp(value: number, most = 1): number {
  return Math.min(most, Math.max(0, value));
}
