/** How a simulated execution is shown on a terminal: each step with what went in, what came out and how long it took. */
import pc from "picocolors";
import { stringify } from "yaml";
import { isList, isObject, type Json, type JsonObject } from "../document/json";
import { nameOf, shownOutputs, timeOf } from "../simulation/report";
import type { SimulatedRun } from "../simulation/result";
import type { SimulatedStep } from "../simulation/run-facts";
import type { StepPlace } from "../simulation/simulate";
import { printable } from "../diagnostics/printable";

/** Lines that are shown of the inputs, and of the outputs, of a step. */
const SHOWN_LINES = 40;

interface StepFormat {
  /** For a terminal. */
  readonly colored: boolean;
  /** One line only. */
  readonly brief: boolean;
}

/** One step that has ended, indented as deep as its execution is nested. */
export function formatStep(step: SimulatedStep, place: StepPlace, { colored, brief }: StepFormat): string {
  const colors = colorsFor(colored);
  const status = step.status === "Success" ? colors.green(step.status) : colors.red(step.status);
  const of = place.level === 0 ? "" : `${place.runbook} › `;
  const head = [`${colors.bold(printable(`${of}${nameOf(step)}`))}`, step.action, status, timeOf(step)].join("  ");
  const failure =
    step.failureMessage === undefined ? [] : [`  ${colors.red(indented(printable(step.failureMessage)))}`];
  const parts = brief
    ? []
    : [...block("inputs", step.inputs), ...block("outputs", Object.fromEntries(shownOutputs(step)))];
  return [head, ...parts, ...failure].map((text) => text.replaceAll(/^/gm, "  ".repeat(place.level))).join("\n");
}

/** How the execution ended, and what it hands out. */
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

/** For each step that waited for somebody in vain: how to answer. */
export function formatWaiting({ steps, children }: SimulatedRun): readonly string[] {
  const waited = steps.filter(({ action, status }) => status === "TimedOut" && Object.hasOwn(ANSWERS, action));
  return [
    ...waited.map(
      ({ name, action }) => `${name} waited for a signal in vain: send one with --signal ${name}=${ANSWERS[action]}.`,
    ),
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

/** Texts without what could steer a terminal; Windows ends its lines in a way of its own. */
function readable(value: Json): Json {
  if (typeof value === "string") return printable(value.replaceAll("\r\n", "\n"));
  if (isList(value)) return value.map(readable);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [printable(key), readable(member)]));
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n  ");
}

// Boolean: isTTY is undefined where there is no terminal, and picocolors then goes by the environment alone.
function colorsFor(colored: boolean): ReturnType<typeof pc.createColors> {
  return pc.createColors(pc.isColorSupported && Boolean(colored));
}
