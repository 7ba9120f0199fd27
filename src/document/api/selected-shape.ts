/** Whether a selector can find anything in a value of a known shape. */
import { ANY, HTTP_HEADERS, type Shape } from "../../botocore/services";
import type { SelectorStep } from "../selector";

/** Where a selector leaves a shape. */
export interface DeadEnd {
  /** The number of steps that find something. */
  readonly reached: number;
  /** What these steps find. */
  readonly shapes: readonly Shape[];
  /** Where the next step has searched: what these steps find and, for `..`, everything below. */
  readonly searched: readonly Shape[];
}

/** Undefined if the selector can find something. */
export function deadEnd(shape: Shape, steps: readonly SelectorStep[]): DeadEnd | undefined {
  return walk(shape, steps).end;
}

/** Whether what the selector finds has a member, at any depth, whose name matches. */
export function selectsMember(name: RegExp, shape: Shape, steps: readonly SelectorStep[]): boolean {
  const found = withDescendants(walk(shape, steps).shapes);
  return found.some(
    (each) => each.kind === "structure" && [...each.members.keys()].some((member) => name.test(member)),
  );
}

/** What the selector finds, or where it ends before. */
function walk(
  shape: Shape,
  steps: readonly SelectorStep[],
): { readonly shapes: readonly Shape[]; readonly end?: DeadEnd } {
  let shapes: readonly Shape[] = [shape];
  for (const [reached, step] of steps.entries()) {
    const searched = step.descends ? withDescendants(shapes) : shapes;
    if (searched.some(({ kind }) => kind === "any")) return { shapes: [ANY] };
    const next = [...new Set(searched.flatMap((each) => childrenOf(each, step.part)))];
    if (next.length === 0) return { shapes: [], end: { reached, shapes, searched } };
    shapes = next;
  }
  return { shapes };
}

/**
 * The shortest way from a shape to a member of this name, as keys and `0` for the item of a list. Undefined if there is none. A value of
 * which no more is known is taken to have the member only if nothing else has it.
 */
export function wayTo(name: string, shape: Shape): readonly (string | number)[] | undefined {
  let unknown: readonly (string | number)[] | undefined;
  const seen = new Set<Shape>([shape]);
  const queue: { readonly shape: Shape; readonly way: readonly (string | number)[] }[] = [{ shape, way: [] }];
  for (const { shape: at, way } of queue) {
    if (at.kind === "any") unknown ??= [...way, name];
    if (at.kind === "structure" && at.members.has(name)) return [...way, name];
    const next: readonly (readonly [string | number, Shape])[] =
      at.kind === "structure" ? [...at.members] : at.kind === "list" ? [[0, at.of]] : [];
    for (const [part, child] of next) {
      if (seen.has(child)) continue;
      seen.add(child);
      queue.push({ shape: child, way: [...way, part] });
    }
  }
  return unknown;
}

/** @param part undefined for any of the children; a filter on a map also selects the map itself */
function childrenOf(shape: Shape, part: string | number | undefined): readonly Shape[] {
  switch (shape.kind) {
    case "structure": {
      if (part === undefined) return [shape, ...shape.members.values()];
      const member = typeof part === "string" ? shape.members.get(part) : undefined;
      return member === undefined ? [] : [member];
    }
    case "map":
      return typeof part === "number" ? [] : [shape.of];
    case "list":
      return typeof part === "string" ? [] : [shape.of];
    default:
      return [];
  }
}

/** Without the headers of the response: otherwise every name could be found below it. */
function withDescendants(shapes: readonly Shape[]): readonly Shape[] {
  const all = new Set(shapes);
  for (const shape of all) for (const child of childrenOf(shape, undefined)) if (child !== HTTP_HEADERS) all.add(child);
  return [...all];
}
