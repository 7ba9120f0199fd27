import { waitingText, whereItWaits } from "../../../../src/cli/fleetbook/runs/waiting-text";
import { columnsOf } from "../../../../src/diagnostics/text/width";
import type { WaitingStep } from "../../../../src/operations/runs/signals/waiting";
import { exampleFleet } from "../../../stacks/example-fleet";

const ID = "01234567-89ab-cdef-0123-456789abcdef";
const NOW = new Date("2026-11-29T10:00:00Z");
const asks: WaitingStep = {
  ...{ accountId: "222222222222", region: "ap-northeast-1", executionId: ID, target: "i-0123456789abcdef0" },
  ...{ step: "ask", stepExecutionId: "ask-id", takes: ["Approve", "Reject"], needed: 2, decided: 1 },
  approvers: ["arn:aws:iam::222222222222:role/FleetbookApproverRole"],
  since: new Date("2026-11-29T09:56:00Z"),
};
const pauses: WaitingStep = { ...asks, step: "hold", takes: ["Resume"], approvers: [], needed: 0, decided: 0 };

describe("what waits, as text", () => {
  it("has account, step, how long, the execution, and who approves", () => {
    expect(waitingText(exampleFleet, [asks], NOW, 80)).toEqual([
      "1 execution waits:",
      "  ask  app-dev  ap-northeast-1  i-0123456789abcdef0  since 4 min",
      `    ${ID}  1 of 2 approvals; approvers:`,
      "      arn:aws:iam::222222222222:role/FleetbookApproverRole",
    ]);
  });

  it("names the signal that a pause takes", () => {
    expect(waitingText(exampleFleet, [pauses], NOW, 80)[2]).toBe(`    ${ID}  for resume`);
  });

  it("fits the terminal, and counts what it does not show", () => {
    const lines = waitingText(exampleFleet, Array<WaitingStep>(40).fill({ ...pauses, step: "a".repeat(90) }), NOW, 80);
    expect(lines.filter((line) => columnsOf(line) > 79)).toEqual([]);
    expect(whereItWaits([asks, pauses, pauses])).toBe("1 at ask, for approve or reject; 2 at hold, for resume");
    expect(waitingText(exampleFleet, Array<WaitingStep>(40).fill(pauses), NOW, 80).at(-1)).toBe(
      "  and 15 more: 15 at hold, for resume",
    );
  });
});
