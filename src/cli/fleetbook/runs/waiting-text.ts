/** What waits for a person, as lines that fit a terminal: two for each execution, because ids of executions are long. */
import { counted } from "../../../diagnostics/counted";
import { groupBy } from "../../../diagnostics/group-by";
import { printable } from "../../../diagnostics/printable";
import { columnsOf, fitted } from "../../../diagnostics/text/width";
import { allAccounts, type Fleet } from "../../../fleet/model";
import type { WaitingStep } from "../../../operations/runs/signals/waiting";

/** Executions that are shown of many. */
const SHOWN = 25;

export function waitingText(
  fleet: Fleet,
  steps: readonly WaitingStep[],
  now: Date,
  columns: number,
): readonly string[] {
  const names = new Map(allAccounts(fleet).map(({ id, name }) => [id, name]));
  const shown = steps.slice(0, SHOWN);
  const rows = shown.map(({ step, accountId, region, target = "", since }) => [
    step,
    names.get(accountId) ?? accountId,
    region,
    target,
    since === undefined ? "" : `since ${ago(now.getTime() - since.getTime())}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ""))));
  const lines = shown.flatMap((waiting, index) => {
    const cells = (rows[index] ?? []).map(
      (cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - columnsOf(cell))),
    );
    return [
      `  ${cells.filter((cell) => cell !== "").join("  ")}`.trimEnd(),
      `    ${waiting.executionId}  ${takesText(waiting)}`,
      ...waiting.approvers.map((approver) => `      ${approver}`),
    ];
  });
  return [
    `${counted(steps.length, "execution")} ${steps.length === 1 ? "waits" : "wait"}:`,
    ...lines,
    ...(steps.length > SHOWN ? [`  and ${steps.length - SHOWN} more: ${whereItWaits(steps.slice(SHOWN))}`] : []),
  ].map((line) => fitted(printable(line), columns - 1));
}

/** `3 at ask, for approve or reject` */
export function whereItWaits(steps: readonly WaitingStep[]): string {
  const groups = groupBy(steps, ({ step, takes }) => `at ${step}, for ${takes.map(typeOf).join(" or ")}`);
  return [...groups].map(([text, group]) => `${group.length} ${text}`).join("; ");
}

function takesText({ takes, approvers, needed, decided }: WaitingStep): string {
  if (approvers.length === 0) return `for ${takes.map(typeOf).join(" or ")}`;
  return `${decided} of ${counted(needed, "approval")}; approvers:`;
}

/** `StartStep` as the command takes it: `start-step` */
function typeOf(signal: string): string {
  return signal.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
