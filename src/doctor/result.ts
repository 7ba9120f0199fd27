/** What the doctor finds: one result for each thing that it has looked at, good or bad. */
import type { Problem } from "../diagnostics/errors";
import { groupBy } from "../diagnostics/group-by";
import { inCommon, withoutAccountIds } from "../rollout/alike";

/** In the order in which they are shown. */
export const AREAS = [
  "tools",
  "project",
  "credentials",
  "regions",
  "organization",
  "state",
  "roles",
  "runbooks",
  "settings",
] as const;

export type Area = (typeof AREAS)[number];

/**
 * | status      | means                                                           |
 * |-------------|-----------------------------------------------------------------|
 * | `ok`        | as it has to be                                                 |
 * | `warning`   | something is missing that is not needed yet, or not by everybody |
 * | `fault`     | something that is needed is wrong                               |
 * | `unchecked` | it could not be read, for a reason that the message says        |
 */
export type Status = "ok" | "warning" | "fault" | "unchecked";

export interface Result {
  readonly area: Area;
  readonly status: Status;
  /** A full sentence, without the account. */
  readonly message: string;
  /** What to do, in the imperative. Always there unless the status is `ok`. */
  readonly remedy?: string;
  /** Name of the account that it is about. */
  readonly account?: string;
}

/** A fault that was found elsewhere, as a result. */
export function resultOf({ place, message, remedy }: Problem, area: Area, status: Status = "fault"): Result {
  return { area, status, message: place === undefined ? message : `${place}: ${message}`, remedy };
}

/** A result that several accounts may have alike. */
export interface MergedResult extends Omit<Result, "account"> {
  /** Names of the accounts, each once; empty if it is about none. */
  readonly accounts: readonly string[];
}

/** Results by area, worst first; those that differ only in the account and in account ids as one. */
export function mergeResults(results: readonly Result[]): readonly MergedResult[] {
  const alike = groupBy(results, ({ area, status, message, remedy = "" }) =>
    [area, status, withoutAccountIds(message), withoutAccountIds(remedy)].join("\n"),
  );
  const merged = [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { area, status } = first;
    return {
      ...{ area, status, message: inCommon(group.map(({ message }) => message)) },
      ...(first.remedy !== undefined && { remedy: inCommon(group.map(({ remedy = "" }) => remedy)) }),
      accounts: [...new Set(group.flatMap(({ account }) => account ?? []))],
    };
  });
  return merged.sort(
    (one, other) =>
      AREAS.indexOf(one.area) - AREAS.indexOf(other.area) || SEVERITY[one.status] - SEVERITY[other.status],
  );
}

const SEVERITY: Readonly<Record<Status, number>> = { fault: 0, warning: 1, unchecked: 2, ok: 3 };

/** The number of results with each status. */
export function countByStatus(results: readonly Pick<Result, "status">[]): Readonly<Record<Status, number>> {
  const count = (status: Status) => results.filter((result) => result.status === status).length;
  return { ok: count("ok"), warning: count("warning"), fault: count("fault"), unchecked: count("unchecked") };
}
