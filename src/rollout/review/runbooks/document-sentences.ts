/** What differs between two versions of a runbook: steps, parameters, and the document's other properties. */
import { counted } from "../../../diagnostics/counted";
import { isObject } from "../../../diagnostics/json";
import type { AutomationDocument } from "../../../document/model";
import { viewOf, type StepView } from "../../../document/view";
import { code, codes, valueText } from "../value-text";

/** One sentence for each difference, the steps first. */
export function documentSentences(
  before: AutomationDocument | undefined,
  after: AutomationDocument | undefined,
): readonly string[] {
  const [old, now] = [viewOf({ ...before }, 0), viewOf({ ...after }, 0)];
  if (before === undefined)
    return [`${counted(now.steps.length, "step")}: ${stepNames(now.steps)}.`, ...parameterList(now.raw)];
  if (after === undefined) return [`It had ${counted(old.steps.length, "step")}: ${stepNames(old.steps)}.`];
  return [
    ...stepSentences(old.steps, now.steps),
    ...memberSentences("parameter", old.raw["parameters"], now.raw["parameters"]),
    ...memberSentences("variable", old.raw["variables"], now.raw["variables"]),
    ...otherSentences(old.raw, now.raw),
  ];
}

function stepNames(steps: readonly StepView[]): string {
  return codes(steps.map(nameOf));
}

function parameterList({ parameters }: Readonly<Record<string, unknown>>): readonly string[] {
  const names = isObject(parameters) ? Object.keys(parameters) : [];
  return names.length === 0 ? [] : [`Parameters: ${codes(names)}.`];
}

function nameOf({ name }: StepView): string {
  return name ?? "?";
}

function stepSentences(old: readonly StepView[], now: readonly StepView[]): readonly string[] {
  const before = new Map(old.map((step) => [nameOf(step), step]));
  const after = new Map(now.map((step) => [nameOf(step), step]));
  const stays = now.filter((step) => before.has(nameOf(step)));
  const order = (steps: readonly StepView[], others: ReadonlyMap<string, unknown>) =>
    steps.map(nameOf).filter((name) => others.has(name));
  const isMoved = JSON.stringify(order(old, after)) !== JSON.stringify(order(now, before));
  return [
    ...old
      .filter((step) => !after.has(nameOf(step)))
      .map((step) => `Step ${code(nameOf(step))} is removed (${code(step.action ?? "?")}).`),
    ...now
      .filter((step) => !before.has(nameOf(step)))
      .map((step) => `Step ${code(nameOf(step))} is new (${code(step.action ?? "?")}).`),
    ...stays.flatMap((step) => {
      const other = before.get(nameOf(step));
      const changes = other === undefined ? [] : propertyChanges(withoutSteps(other.raw), withoutSteps(step.raw));
      return changes.length === 0 ? [] : [`Step ${code(nameOf(step))}: ${changes.join("; ")}.`];
    }),
    ...(isMoved ? [`The order of the steps is now ${codes(order(now, before))}.`] : []),
  ];
}

/** The steps of a loop are compared by themselves. */
function withoutSteps(raw: StepView["raw"]): StepView["raw"] {
  const { inputs } = raw;
  if (!isObject(inputs) || !("Steps" in inputs)) return raw;
  return { ...raw, inputs: Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "Steps")) };
}

/** `timeoutSeconds was 60, is 600` for each property; those of inputs by their own names. */
function propertyChanges(
  old: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): readonly string[] {
  const [before, after] = [flat(old), flat(now)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (was === undefined) return [`${code(key)} is new: ${shown(is)}`];
    if (is === undefined) return [`${code(key)} is removed, was ${shown(was)}`];
    if (isLong(was) || isLong(is)) return [`${code(key)} changes (${lineCounts(was, is)})`];
    return [`${code(key)} was ${shown(was)}, is ${shown(is)}`];
  });
}

function flat(raw: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(raw).flatMap(([key, value]) =>
      key === "inputs" && isObject(value)
        ? Object.entries(value).map(([name, input]): [string, unknown] => [`inputs.${name}`, input])
        : [[key, value] as [string, unknown]],
    ),
  );
}

/** Characters of a value in a sentence; a script is longer. */
const SHORT = 120;

function isLong(value: unknown): boolean {
  return JSON.stringify(value).length > SHORT;
}

function shown(value: unknown): string {
  return valueText({ kind: "known", value });
}

/** `3 lines added, 1 removed` */
function lineCounts(was: unknown, is: unknown): string {
  const linesOf = (value: unknown) =>
    (typeof value === "string" ? value : JSON.stringify(value, undefined, 1)).split("\n");
  const [old, now] = [linesOf(was), linesOf(is)];
  const added = now.filter((line) => !old.includes(line)).length;
  const removed = old.filter((line) => !now.includes(line)).length;
  return `${counted(added, "line")} added, ${removed} removed`;
}

function memberSentences(noun: string, old: unknown, now: unknown): readonly string[] {
  const [before, after] = [isObject(old) ? old : {}, isObject(now) ? now : {}];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const title = `${noun[0]?.toUpperCase() ?? ""}${noun.slice(1)}`;
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === undefined) return [`${title} ${code(name)} is new.`];
    if (is === undefined) return [`${title} ${code(name)} is removed.`];
    const changes = propertyChanges(isObject(was) ? was : {}, isObject(is) ? is : {});
    return changes.length === 0 ? [] : [`${title} ${code(name)}: ${changes.join("; ")}.`];
  });
}

const COMPARED_ELSEWHERE = ["mainSteps", "parameters", "variables"];

function otherSentences(
  old: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): readonly string[] {
  const rest = (raw: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(raw).filter(([key]) => !COMPARED_ELSEWHERE.includes(key)));
  return propertyChanges(rest(old), rest(now)).map((change) => `${change[0]?.toUpperCase() ?? ""}${change.slice(1)}.`);
}
