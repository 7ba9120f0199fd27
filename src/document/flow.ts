/**
 * The order in which steps can run: the edges between steps, and the steps that run before a step on all or some paths.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html (common properties)
 */
import type { Path } from "../diagnostics/path";
import { isList, isObject } from "./json";
import type { Step } from "./model";
import type { DocumentView, StepView } from "./view";

type EdgeKind = "next" | "choice" | "default" | "failure" | "cancel";

/** A transition from one step to another. */
export interface Edge {
  readonly kind: EdgeKind;
  readonly from: StepView;
  /** Undefined if neither the same list nor one around it has a step of that name. */
  readonly to: StepView | undefined;
  /** The name in the document; undefined if the document names no step, so that the next one in the list follows. */
  readonly target: string | undefined;
  readonly path: Path;
}

/** Every edge that starts at a step. A step without a `next`, `choice` or `default` edge ends the execution. */
export function edgesFrom(step: StepView): readonly Edge[] {
  return [...successEdges(step), ...jump(step, "onFailure", "failure"), ...jump(step, "onCancel", "cancel")];
}

function successEdges(step: StepView): readonly Edge[] {
  const { raw, inputs, path } = step;
  const named: Edge[] = [];
  if (step.action === "aws:branch") {
    const choices = isList(inputs["Choices"]) ? inputs["Choices"] : [];
    choices.forEach((choice, index) => {
      const target = isObject(choice) ? choice["NextStep"] : undefined;
      if (typeof target === "string") {
        named.push(edge(step, "choice", target, [...path, "inputs", "Choices", index, "NextStep"]));
      }
    });
    const otherwise = inputs["Default"];
    if (typeof otherwise === "string")
      return [...named, edge(step, "default", otherwise, [...path, "inputs", "Default"])];
  }
  if (isTrue(raw["isEnd"])) return named;
  if (typeof raw["nextStep"] === "string")
    return [...named, edge(step, "next", raw["nextStep"], [...path, "nextStep"])];
  const following = step.siblings[step.index + 1];
  return following === undefined
    ? named
    : [...named, { kind: "next", from: step, to: following, target: undefined, path }];
}

function jump(step: StepView, property: "onFailure" | "onCancel", kind: EdgeKind): readonly Edge[] {
  const value = step.raw[property];
  if (typeof value !== "string" || !value.startsWith("step:")) return [];
  return [edge(step, kind, value.slice("step:".length).trim(), [...step.path, property])];
}

/**
 * The edges from a step to steps of its own list. A loop also leads to where its inner steps lead outside of it.
 */
export function edgesInList(step: StepView): readonly Edge[] {
  return [...edgesFrom(step), ...leavingEdges(step)].filter(({ to }) => to?.siblings === step.siblings);
}

function leavingEdges(loop: StepView): readonly Edge[] {
  return loop.inner.flatMap((inner) => [...edgesFrom(inner), ...leavingEdges(inner)]);
}

function edge(from: StepView, kind: EdgeKind, target: string, path: Path): Edge {
  return { kind, from, to: stepNamed(target, from), target, path };
}

/** The step of that name in the list of the given step, or in a list around it: a step may lead out of its loop. */
function stepNamed(target: string, { siblings, loop }: StepView): StepView | undefined {
  return siblings.find(({ name }) => name === target) ?? (loop === undefined ? undefined : stepNamed(target, loop));
}

/** The steps of a list and those inside its loops. Each loop stands before its own steps. */
export function flatSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => (step.action === "aws:loop" ? [step, ...flatSteps(step.inputs.Steps)] : [step]));
}

/** Whether a Boolean property is true. AWS accepts the string "true" as well. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

interface StepSet {
  has(step: StepView): boolean;
}

/** The steps that have run when a step starts. */
interface Before {
  /** Steps that have succeeded on every path, or have failed with onFailure Continue. */
  readonly certainly: StepSet;
  /** Steps that have run on at least one path. */
  readonly perhaps: StepSet;
}

/** The steps that have run before each step. A step that cannot be reached is not in the map. */
export function whatRanBefore(document: DocumentView): ReadonlyMap<StepView, Before> {
  const numbers = new Map(document.steps.map((step, number) => [step, BigInt(number)]));
  const found = new Map<StepView, Bits>();
  follow(document.mainSteps, { certainly: 0n, perhaps: 0n }, found, (step) => 1n << (numbers.get(step) ?? 0n));
  const setOf = (bits: bigint): StepSet => ({ has: (step) => ((bits >> (numbers.get(step) ?? 0n)) & 1n) === 1n });
  return new Map(
    [...found].map(([step, bits]) => [step, { certainly: setOf(bits.certainly), perhaps: setOf(bits.perhaps) }]),
  );
}

/** Sets of steps as bits of numbers: a document can have a thousand steps, and each has two such sets. */
interface Bits {
  readonly certainly: bigint;
  readonly perhaps: bigint;
}

type BitOf = (step: StepView) => bigint;

/** Follows the edges of one list of steps until nothing changes, then does the same inside the loops of that list. */
function follow(steps: readonly StepView[], start: Bits, found: Map<StepView, Bits>, bitOf: BitOf): void {
  const [first] = steps;
  if (first === undefined) return;
  found.set(first, start);
  const waiting = [first];
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const before = found.get(step) ?? start;
    const ran = withInnerSteps(step, bitOf);
    for (const { from, to, kind } of edgesInList(step)) {
      if (to === undefined) continue;
      const known = found.get(to);
      // A failed step has no outputs, and a loop that was left did not run all of its steps.
      const isPartial = kind === "failure" || from !== step;
      const certainly = isPartial ? before.certainly : before.certainly | ran;
      const merged: Bits = {
        certainly: known === undefined ? certainly : known.certainly & certainly,
        perhaps: (known?.perhaps ?? 0n) | before.perhaps | ran,
      };
      if (known !== undefined && known.certainly === merged.certainly && known.perhaps === merged.perhaps) continue;
      found.set(to, merged);
      waiting.push(to);
    }
  }
  for (const step of steps) {
    const before = found.get(step);
    if (before === undefined || step.inner.length === 0) continue;
    // The loop's own outputs are the counters of the current iteration.
    const inside = { certainly: before.certainly | bitOf(step), perhaps: before.perhaps | bitOf(step) };
    follow(step.inner, inside, found, bitOf);
  }
}

function withInnerSteps(step: StepView, bitOf: BitOf): bigint {
  return step.inner.reduce((bits, inner) => bits | withInnerSteps(inner, bitOf), bitOf(step));
}
