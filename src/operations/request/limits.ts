/** The limits of a start. */
import type { LimitsSettings } from "../../fleet/schema/operations";

/** Each is a number or a percentage. */
export interface Limits {
  /** Instances at a time in each account and Region. */
  readonly maxConcurrency: string;
  /** Errors in an account and Region, after which no further instance is started there. */
  readonly maxErrors: string;
  /** Accounts and Regions at a time. */
  readonly accountConcurrency: string;
  /** Accounts and Regions with errors, after which no further one is started. */
  readonly accountErrors: string;
}

/** AWS's own defaults are 1 and 0: one account after the other, until the first error. */
const DEFAULTS: Limits = { maxConcurrency: "10", maxErrors: "10%", accountConcurrency: "10", accountErrors: "10%" };

/** The limits that are given, the first ones before the later ones, and defaults for the rest. */
export function limitsOf(...given: readonly (LimitsSettings | undefined)[]): Limits {
  const first = (key: keyof Limits): string =>
    given.map((limits) => limits?.[key]).find((limit) => limit !== undefined) ?? DEFAULTS[key];
  return {
    maxConcurrency: first("maxConcurrency"),
    maxErrors: first("maxErrors"),
    accountConcurrency: first("accountConcurrency"),
    accountErrors: first("accountErrors"),
  };
}
