/** A simulated execution for a terminal: each step with its inputs, its outputs and its duration. */
import { stringify } from "yaml";
import { isList, isObject, type Json, type JsonObject } from "../document/json";
import { nameOf, shownOutputs, timeOf } from "../simulation/report";
import type { SimulatedRun } from "../simulation/result";
import type { SimulatedStep } from "../simulation/run-facts";
import type { StepPlace } from "../simulation/simulate";
import { colorsFor } from "../diagnostics/colors";
import { printable } from "../diagnostics/printable";

/** Lines that are shown of a step's inputs, and as many of its outputs. */
const SHOWN_LINES = 40;

interface StepFormat {
  /** Whether to use colours. */
  readonly colored: boolean;
  /** Whether to show only one line for each step. */
  readonly brief: boolean;
}

/** One ended step, indented by the nesting level of its execution. */
export function formatStep(step: SimulatedStep, place: StepPlace, { colored, brief }: StepFormat): string {
  const colors = colorsFor(colored);
  const status = step.status === "Success" ? colors.green(step.status) : colors.red(step.status);
  const of = place.level === 0 ? "" : `${place.runbook} › `;
  const head = [`${colors.bold(printable(`${of}${nameOf(step)}`))}`, step.action, status, timeOf(step)].join("  ");
  const failure =
    step.failureMessage === undefined ? [] : [`  ${colors.red(indented(printable(step.failureMessage)))}`];
  const parts = brief
    ? []
    : [
        ...block("inputs", step.inputs),
        ...block("outputs", Object.fromEntries(shownOutputs(step))),
        ...block("found nothing", step.emptyOutputs ?? {}),
      ];
  return [head, ...parts, ...failure].map((text) => text.replaceAll(/^/gm, "  ".repeat(place.level))).join("\n");
}

/** The execution's status and its outputs. */
export function formatEnd(run: SimulatedRun, colored: boolean): string {
  const { bold, green, red } = colorsFor(colored);
  const status = run.status === "Success" ? green(run.status) : red(run.status);
  const skipped = run.steps.filter(({ seconds }) => seconds === undefined).map(({ name }) => name);
  return [
    `\n${bold(printable(run.runbook))}  ${status}  ${run.seconds} s`,
    ...block("outputs", run.outputs),
    ...block("variables", run.variables),
    ...(skipped.length === 0 ? [] : [`  not reached: ${printable(skipped.join(", "))}`]),
  ].join("\n");
}

/** For each step that waited for a signal until its time-out: how to send one. */
export function formatWaiting({ steps, children }: SimulatedRun): readonly string[] {
  const waited = steps.filter(({ action, status }) => status === "TimedOut" && Object.hasOwn(ANSWERS, action));
  return [
    ...waited.map(({ name, action }) => `${name} got no signal: send one with --signal ${name}=${ANSWERS[action]}.`),
    ...children.flatMap(formatWaiting),
  ];
}

const ANSWERS: Readonly<Record<string, string>> = { "aws:approve": "Approve", "aws:pause": "Resume" };

function block(title: string, values: JsonObject): readonly string[] {
  if (Object.keys(values).length === 0) return [];
  const lines = stringify(readable(values), { lineWidth: 0 }).trimEnd().split("\n");
  const more = lines.length - SHOWN_LINES;
  const shown = more > 0 ? [...lines.slice(0, SHOWN_LINES), `… ${more} more lines; --json has them all`] : lines;
  return [`  ${title}`, ...shown.map((line) => `    ${line}`)];
}

/** Strings without control characters; line ends of Windows become line feeds. */
function readable(value: Json): Json {
  if (typeof value === "string") return printable(value.replaceAll("\r\n", "\n"));
  if (isList(value)) return value.map(readable);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [printable(key), readable(member)]));
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
