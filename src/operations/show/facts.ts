/** Facts that several formats show. */
import { counted } from "../../diagnostics/counted";
import { countBy, type AnswerGroup } from "../fold/answer-groups";
import type { RunView } from "../fold/run-view";
import type { Totals } from "../fold/totals";
import type { Run } from "../results/schema";

/** Statuses with their numbers of instances, Success first. */
export function statusCounts({ statuses }: Totals): readonly (readonly [string, number])[] {
  return Object.entries(statuses).sort(([a], [b]) => Number(b === "Success") - Number(a === "Success"));
}

/** `1 min 5 s`; empty if it has not ended. */
export function duration({ startTime, endTime }: Pick<Run, "startTime" | "endTime">): string {
  if (startTime === undefined || endTime === undefined) return "";
  const seconds = Math.round(secondsBetween(startTime, endTime));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `With run-… as one: 2 instances were run again (before: 1 Failed, 1 TimedOut).` Empty if nothing was run again. */
export function againText({ run: { predecessor }, instances }: RunView): string {
  const before = instances.flatMap(({ statusBefore }) => statusBefore ?? []);
  if (predecessor === undefined || before.length === 0) return "";
  const statuses = Object.entries(countBy(before)).map(([status, count]) => `${count} ${status}`);
  return `With ${predecessor} as one: ${before.length === 1 ? "1 instance was" : `${before.length} instances were`} run again (before: ${statuses.join(", ")}).`;
}

export function secondsBetween(start: string, end: string): number {
  return (Date.parse(end) - Date.parse(start)) / 1000;
}

export interface StepRow {
  readonly step: string;
  readonly statuses: Readonly<Record<string, number>>;
  /** How many different answers there are. */
  readonly answers: number;
}

/** Each step over all instances. */
export function stepRows({ steps }: RunView): readonly StepRow[] {
  return steps.map(({ step, answers }) => ({
    step,
    statuses: countBy(answers.map(({ status }) => status)),
    answers: new Set(answers.flatMap(({ output }) => output?.sha256 ?? [])).size,
  }));
}

/** `2 different answers`; instances without an answer are not one. */
export function answersCount(groups: readonly Pick<AnswerGroup, "answer">[]): string {
  return counted(groups.filter(({ answer }) => answer !== undefined).length, "different answer");
}

/** The items that are shown of many: the first ones, which are the outliers, and the last, which is the largest group. */
export function endsOf<Item>(
  items: readonly Item[],
  most: number,
): { readonly shown: readonly Item[]; readonly last: readonly Item[]; readonly hidden: number } {
  if (items.length <= most) return { shown: items, last: [], hidden: 0 };
  return { shown: items.slice(0, most - 1), last: items.slice(-1), hidden: items.length - most };
}
