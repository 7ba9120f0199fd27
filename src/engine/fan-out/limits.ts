/**
 * MaxConcurrency and MaxErrors: how the limits apply to a number of items, and running items within them.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-scale-controls.html
 */
import { constraintFault, type ConstraintFault } from "./constraints";

const MAX_CONCURRENCY = /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/;
const MAX_ERRORS = /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/;
/** Characters, for both. */
const LIMIT_LENGTH = 7;

/** Of StartAutomationExecution with targets. AWS does not document the default of MaxErrors; 0 is SendCommand's. */
export const TARGETS_DEFAULTS = { maxConcurrency: "10", maxErrors: "0" } as const;
/** Of each target location. */
export const TARGET_LOCATION_DEFAULTS = { maxConcurrency: "1", maxErrors: "0" } as const;

/** The limits as a request has them: a number or a percentage. */
export interface Limits {
  readonly maxConcurrency: string;
  readonly maxErrors: string;
}

/** @param place the member's name in AWS's spelling of places: `maxConcurrency`, `targetLocations.1.member.…` */
export function concurrencyFault(value: string | undefined, place: string): ConstraintFault | undefined {
  return limitFault(value, place, MAX_CONCURRENCY);
}

/** @param place as in concurrencyFault */
export function errorsFault(value: string | undefined, place: string): ConstraintFault | undefined {
  return limitFault(value, place, MAX_ERRORS);
}

function limitFault(value: string | undefined, place: string, pattern: RegExp): ConstraintFault | undefined {
  if (value === undefined) return undefined;
  if (value.length > LIMIT_LENGTH) return constraintFault(value, place, `have length less than or equal to 7`);
  return pattern.test(value)
    ? undefined
    : constraintFault(value, place, `satisfy regular expression pattern: ${pattern.source}`);
}

/** How many of `count` items may run at a time: at least one. AWS does not document how it rounds; here: down. */
export function concurrencyOf(maxConcurrency: string, count: number): number {
  return Math.max(1, amountOf(maxConcurrency, count));
}

/**
 * How many of `count` items may fail before no more are started. AWS's pages contradict each other for percentages; this
 * is what the API reference says: with 10% of 50 the sixth error stops.
 */
export function errorsAllowed(maxErrors: string, count: number): number {
  return amountOf(maxErrors, count);
}

function amountOf(limit: string, count: number): number {
  return limit.endsWith("%") ? Math.floor((Number(limit.slice(0, -1)) * count) / 100) : Number(limit);
}

export interface RunOptions extends Limits {
  /** Whether the concurrency grows from 1 by doubling, as it does over targets; each wave waits for the one before. */
  readonly ramp: boolean;
}

export interface LimitedRun {
  /** How many were started: the first ones of the list. */
  readonly started: number;
  readonly errors: number;
  /** Whether there were more errors than allowed, so that the rest was not started. */
  readonly limitExceeded: boolean;
}

/**
 * Runs the items in their order within the limits, and waits until all that were started have ended. After too many
 * errors, or when the signal is aborted, no more are started; stopping those that run is up to `runOne`.
 * @param runOne tells whether the item succeeded. If it rejects, no more are started, and the rejection is passed on
 *   when the running ones have ended.
 */
export async function runWithLimits<Item>(
  items: readonly Item[],
  { maxConcurrency, maxErrors, ramp }: RunOptions,
  runOne: (item: Item, index: number) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<LimitedRun> {
  const concurrency = concurrencyOf(maxConcurrency, items.length);
  const allowed = errorsAllowed(maxErrors, items.length);
  let next = 0;
  let errors = 0;
  let fault: { readonly reason: unknown } | undefined;

  const goesOn = (): boolean =>
    next < items.length && errors <= allowed && fault === undefined && signal?.aborted !== true;
  const takeNext = async (): Promise<void> => {
    const index = next++;
    try {
      if (!(await runOne(items[index] as Item, index))) errors++;
    } catch (reason) {
      fault ??= { reason };
    }
  };
  const worker = async (): Promise<void> => {
    while (goesOn()) await takeNext();
  };

  for (let width = 1; ramp && width < concurrency && goesOn(); width *= 2) {
    const wave: Promise<void>[] = [];
    while (wave.length < width && goesOn()) wave.push(takeNext());
    await Promise.all(wave);
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length - next) }, worker));

  if (fault !== undefined) throw fault.reason;
  return { started: next, errors, limitExceeded: errors > allowed };
}
