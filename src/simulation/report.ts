/** A simulated execution as a table with one line for each step, for the message of a failed test. */
import { actionOf } from "../document/action-table";
import type { Json } from "../document/json";
import { stringOf } from "../engine/values";
import { printable } from "../diagnostics/printable";
import type { RunFacts, SimulatedStep } from "./run-facts";

/** Characters of an output or a message that are shown. */
const SHOWN = 160;

/** Outputs of actions that repeat other outputs. */
const REPEATING: ReadonlySet<string> = new Set(["OutputPayload"]);

export function reportOf(run: RunFacts): string {
  const { runbook, status, seconds, failureMessage } = run;
  const title = `${runbook}: ${status} after ${seconds} s`;
  const lines = aligned(
    run.steps.map((step) => [nameOf(step), step.action, step.status, timeOf(step), resultOf(step)]),
  );
  const children = run.children.map((child) => `\n${reportOf(child).replaceAll(/^/gm, "  ")}`);
  const message = failureMessage === undefined ? [] : [printable(failureMessage, "removed")];
  return [title, ...lines, ...message, ...children].join("\n");
}

/** `check (2)`: the second time, in a loop. */
export function nameOf({ name, iteration }: SimulatedStep): string {
  return iteration === undefined ? name : `${name} (${iteration})`;
}

export function timeOf({ seconds }: SimulatedStep): string {
  return seconds === undefined ? "" : `${seconds} s`;
}

/** The outputs to show: all but those that a named output repeats. */
export function shownOutputs({ outputs }: SimulatedStep): readonly (readonly [string, Json])[] {
  const entries = Object.entries(outputs).filter(([name]) => !REPEATING.has(name));
  return entries.filter(
    ([, value], index) => value === "" || !entries.slice(index + 1).some(([, later]) => later === value),
  );
}

/** The failure, or an output and the outputs that found nothing. */
function resultOf(step: SimulatedStep): string {
  if (step.failureMessage !== undefined) return shown(step.failureMessage);
  const empty = Object.entries(step.emptyOutputs ?? {}).map(
    ([name, selector]) => `${name}: nothing at ${shown(selector)}`,
  );
  return [outputOf(step), ...empty].filter((text) => text !== "").join("; ");
}

/** One output in a line: a named output, else a command's output, else the first output. */
function outputOf(step: SimulatedStep): string {
  const entries = shownOutputs(step);
  const builtIn = actionOf(step.action)?.outputs ?? {};
  const own = entries.find(([name]) => !Object.hasOwn(builtIn, name));
  const [name, value] = own ?? entries.find(([output]) => output === "Output") ?? entries[0] ?? [];
  return name === undefined || value === undefined ? "" : `${name}: ${shown(stringOf(value))}`;
}

function shown(value: string): string {
  const line = printable(value, "removed").trim().replaceAll("\n", " ⏎ ");
  return line.length > SHOWN ? `${line.slice(0, SHOWN)} …` : line;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number): number => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
  const widths = rows[0]?.map((_cell, column) => width(column)) ?? [];
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}
