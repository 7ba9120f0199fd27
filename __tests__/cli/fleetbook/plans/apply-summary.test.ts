import { applySummary } from "../../../../src/cli/fleetbook/plans/apply-summary";
import type { AppliedStack } from "../../../../src/rollout/plans/apply-plans";

function applied(stack: string, result: Partial<AppliedStack>): AppliedStack {
  return {
    stack,
    account: { id: "222222222222", name: "app-dev" },
    outcome: "changed",
    changes: { add: 1, change: 0, remove: 0 },
    seconds: 1,
    problems: [],
    now: "as planned",
    earlier: false,
    ...result,
  };
}

describe("the end of an apply", () => {
  it("says in a sentence how many stacks are where", () => {
    const results = [
      applied("one", {}),
      applied("two", { outcome: "interrupted", now: "as before" }),
      applied("three", { outcome: "interrupted", now: "partly" }),
      applied("four", { outcome: "skipped", now: "as before" }),
      applied("five", { outcome: "failed", now: "as before" }),
    ];
    expect(applySummary(results).split("\n").at(-1)).toBe(
      "5 stacks: 1 applied, 1 failed before anything was changed, 1 changed in part, 1 not started, because another one failed, 1 interrupted before anything was changed.",
    );
  });

  it("has a row for each stack that was to be changed", () => {
    const results = [applied("one", {}), applied("two", { outcome: "unchanged" })];
    const lines = applySummary(results).split("\n");
    expect(lines.filter((line) => line.includes("app-dev"))).toHaveLength(1);
    expect(lines.at(-1)).toBe("2 stacks: 1 applied, 1 without changes.");
  });
});
