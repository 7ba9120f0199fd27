/**
 * How long a start takes at least and at most under its limits, if nothing fails and nothing has to wait for a quota.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-scale-controls.html
 */
import { concurrencyOf } from "../../engine/fan-out/limits";
import type { ResolvedRequest } from "../request/request";
import type { InstancesAt } from "./instances";
import { hasTargets } from "./instances";
import type { RunBounds } from "./run-bounds";

export interface DurationBounds {
  readonly leastSeconds: number;
  /** Undefined if there is no longest time. */
  readonly mostSeconds: number | undefined;
  /** The most executions that run one after the other in one account and Region. */
  readonly rounds: number;
  /** Accounts and Regions at a time. */
  readonly placesAtOnce: number;
  /** The most instances at a time in one account and Region; undefined without targets. */
  readonly instancesAtOnce: number | undefined;
}

/** Undefined if the instances of a place are not known. */
export function durationOf(
  request: ResolvedRequest,
  places: readonly InstancesAt[],
  run: RunBounds,
): DurationBounds | undefined {
  const { limits } = request;
  const counts: number[] = [];
  for (const { instances } of places) {
    if (hasTargets(request) && instances === undefined) return undefined;
    counts.push(hasTargets(request) ? (instances?.length ?? 0) : 1);
  }
  const widths = counts.map((count) => Math.min(count, concurrencyOf(limits.maxConcurrency, count)));
  const rounds = counts.map((count, index) => roundsOf(count, widths[index] ?? 1));
  const placesAtOnce = Math.min(places.length, concurrencyOf(limits.accountConcurrency, places.length));
  const leasts = rounds.map((each) => each * run.leastSeconds);
  const most = makespan(
    rounds.map((each) => (each === 0 ? 0 : each * run.mostSeconds)),
    placesAtOnce,
  );
  return {
    leastSeconds: Math.max(0, ...leasts, sum(leasts) / Math.max(1, placesAtOnce)),
    mostSeconds: Number.isFinite(most) ? most : undefined,
    rounds: Math.max(0, ...rounds),
    placesAtOnce,
    instancesAtOnce: hasTargets(request) ? Math.max(0, ...widths) : undefined,
  };
}

/** Executions one after the other: AWS begins with one, doubles, and waits for each wave until the limit is reached. */
function roundsOf(count: number, width: number): number {
  let rest = count;
  let rounds = 0;
  for (let wave = 1; wave < width && rest > 0; wave *= 2) {
    rest -= Math.min(wave, rest);
    rounds += 1;
  }
  return rounds + Math.ceil(rest / Math.max(1, width));
}

/** The time of jobs that start in their order, as many at a time. */
function makespan(jobs: readonly number[], atOnce: number): number {
  const ends = new Array<number>(Math.max(1, atOnce)).fill(0);
  for (const job of jobs) {
    const next = ends.indexOf(Math.min(...ends));
    ends[next] = (ends[next] ?? 0) + job;
  }
  return Math.max(0, ...ends);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
