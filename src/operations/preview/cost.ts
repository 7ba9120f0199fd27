/** What a start costs: its steps × AWS's price. What the steps themselves create or call is not in it. */
import type { ResolvedRequest } from "../request/request";
import { hasTargets, type InstancesAt } from "./instances";
import type { RunBounds } from "./run-bounds";

/**
 * AWS's prices of Automation in US dollars, the same in all commercial Regions. The free tier ended on 31 December 2025.
 * https://aws.amazon.com/systems-manager/pricing/,
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-automation.html
 */
const PRICES = { asOf: "2026-07", step: 0.002, scriptSecond: 0.00003 } as const;

export interface CostBounds {
  /** The month of the prices: `2026-07`. */
  readonly pricesAsOf: string;
  readonly pricePerStep: number;
  readonly leastSteps: number;
  /** Undefined if there is no greatest number. */
  readonly mostSteps: number | undefined;
  /** US dollars. */
  readonly least: number;
  readonly most: number | undefined;
}

/**
 * Undefined if the instances of a place are not known. The steps with which AWS starts the executions of accounts and instances
 * are in the upper bound alone, because AWS does not say whether it charges them.
 */
export function costOf(
  request: ResolvedRequest,
  places: readonly InstancesAt[],
  run: RunBounds,
): CostBounds | undefined {
  let executions = 0;
  for (const { instances } of places) {
    if (hasTargets(request) && instances === undefined) return undefined;
    executions += hasTargets(request) ? (instances?.length ?? 0) : 1;
  }
  const starting = places.length + (hasTargets(request) ? executions : 0);
  const leastSteps = executions * run.leastSteps;
  const mostSteps = starting + (executions === 0 ? 0 : executions * run.mostSteps);
  const scripts = executions === 0 ? 0 : executions * run.scriptSeconds * PRICES.scriptSecond;
  const most = mostSteps * PRICES.step + scripts;
  return {
    pricesAsOf: PRICES.asOf,
    pricePerStep: PRICES.step,
    leastSteps,
    mostSteps: Number.isFinite(mostSteps) ? mostSteps : undefined,
    least: rounded(leastSteps * PRICES.step),
    most: Number.isFinite(most) ? rounded(most) : undefined,
  };
}

/** Tenths of a cent. */
function rounded(dollars: number): number {
  return Math.round(dollars * 1000) / 1000;
}
