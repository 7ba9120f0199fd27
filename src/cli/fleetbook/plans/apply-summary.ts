/** The end of an apply: what is where now. */
import type { AppliedStack } from "../../../rollout/plans/apply-plans";
import { counted } from "../../../diagnostics/counted";
import { table } from "../../table";
import { signs } from "./plan-summary";

/** A table of the stacks that were to be changed, and a sentence that sums them up. */
export function applySummary(results: readonly AppliedStack[]): string {
  const shown = results.filter(({ outcome, earlier }) => outcome !== "unchanged" || earlier);
  const rows = shown.map((result) => [
    result.stack,
    `${result.account.name} ${result.account.id}`,
    signs(result.changes),
    nowOf(result),
  ]);
  const parts = rows.length === 0 ? [] : [table(["stack", "account", "changes", "now"], rows)];
  return [...parts, sentence(results)].join("\n");
}

function nowOf({ now, earlier }: AppliedStack): string {
  return earlier ? `${now} (earlier run)` : now;
}

function sentence(results: readonly AppliedStack[]): string {
  const count = (matches: (result: AppliedStack) => boolean): number => results.filter(matches).length;
  const parts = [
    [count(({ outcome, now }) => now === "as planned" && outcome === "changed"), "applied"],
    [count(({ earlier }) => earlier), "applied by an earlier run"],
    [count(({ outcome, earlier }) => outcome === "unchanged" && !earlier), "without changes"],
    [count(({ now, outcome }) => now === "as before" && outcome === "failed"), "failed before anything was changed"],
    [count(({ now }) => now === "partly"), "changed in part"],
    [count(({ now }) => now === "unknown"), "in an unknown state"],
    [count(({ outcome }) => outcome === "skipped"), "not started, because another one failed"],
    [
      count(({ now, outcome }) => now === "as before" && outcome === "interrupted"),
      "interrupted before anything was changed",
    ],
  ] as const;
  const said = parts.flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
  return `${counted(results.length, "stack")}: ${said.join(", ")}.`;
}
