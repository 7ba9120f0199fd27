/** Selectors that can find nothing in what a step reads. */
import type { Shape } from "../../botocore/services";
import { calledOperation } from "../api/called-operation";
import { deadEnd, wayTo, type DeadEnd } from "../api/selected-shape";
import { selectorSteps, type SelectorStep } from "../selector";
import type { StepView } from "../view";
import { similarName } from "./api-steps";
import type { Observation } from "./rule";
import type { PlacedSelector } from "./selectors";

/** @param remedy if nothing similar is known */
export function findsNothing(
  step: StepView,
  selectors: readonly PlacedSelector[],
  remedy: string,
): readonly Observation[] {
  const shape = step.definition?.result?.(step.inputs);
  return shape === undefined ? [] : selectors.flatMap((selector) => check(selector, shape, step, remedy));
}

function check(
  { selector, path, fault }: PlacedSelector,
  shape: Shape,
  step: StepView,
  remedy: string,
): readonly Observation[] {
  if (fault !== undefined) return [];
  const steps = selectorSteps(selector);
  const end = deadEnd(shape, steps);
  if (end === undefined) return [];
  return [
    {
      path,
      message: `"${selector}" finds nothing: ${reason(end, steps, step)}.`,
      remedy: betterSelector(end, steps, shape) ?? remedy,
    },
  ];
}

function reason({ reached, shapes }: DeadEnd, steps: readonly SelectorStep[], step: StepView): string {
  const place = reached === 0 ? subjectOf(step) : textOf(steps.slice(0, reached));
  const part = steps[reached]?.part;
  if (part === undefined) return `${place} is a single value`;
  const wanted = typeof part === "number" ? `item ${part}` : `member ${part}`;
  const kinds = new Set(shapes.map(({ kind }) => kind));
  if (kinds.size > 1 || steps[reached]?.descends === true) return `${place} has no ${wanted}`;
  if (kinds.has("list")) return `${place} is a list and has no ${wanted}`;
  return `${place} ${kinds.has("value") ? "is a single value and " : ""}has no ${wanted}`;
}

function subjectOf({ action, inputs }: StepView): string {
  const called = calledOperation(inputs);
  return called === undefined
    ? `the result of ${action}`
    : `the response of ${called.service.name} ${called.operation.name}`;
}

/** The remedy with the way to the member, or with the member that was probably meant; undefined if there is nothing similar. */
function betterSelector(
  { reached, shapes, searched }: DeadEnd,
  steps: readonly SelectorStep[],
  shape: Shape,
): string | undefined {
  const part = steps[reached]?.part;
  if (typeof part !== "string") return undefined;
  const [from] = shapes;
  const way = from === undefined || shapes.length > 1 ? undefined : wayTo(part, from);
  const better = [
    ...steps.slice(0, reached),
    ...(way ?? []).map((next) => ({ descends: false, part: next })),
    ...steps.slice(reached + 1),
  ];
  const isWritable = way !== undefined && better.every((each) => each.part !== undefined);
  if (isWritable && deadEnd(shape, better) === undefined) return `Write ${textOf(better)}`;
  const known = searched.flatMap((each) => (each.kind === "structure" ? [...each.members.keys()] : []));
  const offered = [...new Set(known)].filter((name) => name !== METADATA);
  return similarName(part, offered, "") || undefined;
}

/** A member of every response, which is hardly ever meant. */
const METADATA = "ResponseMetadata";

/** `$.Reservations[0].Instances` */
function textOf(steps: readonly SelectorStep[]): string {
  const parts = steps.map(({ descends, part }) => {
    const dots = descends ? ".." : "";
    if (part === undefined) return `${dots}[*]`;
    if (typeof part === "number") return `${dots}[${part}]`;
    return /^[\w-]+$/.test(part) ? `${dots || "."}${part}` : `${dots}['${part}']`;
  });
  return `$${parts.join("")}`;
}
