/** The parameters of a call compared with the request that the operation takes. */
import type { Shape } from "../../botocore/services";
import type { Path } from "../../diagnostics/path";
import { isList, isObject } from "../json";
import { hasReference } from "../references";

export interface RequestProblem {
  readonly kind: "unknown" | "missing";
  readonly name: string;
  /** Of the member; of the map that lacks it. */
  readonly path: Path;
  /** The members that the map can have. */
  readonly known: readonly string[];
}

/** A value that has another form than its shape, or that is known only at run time, has no problems here. */
export function requestProblems(value: unknown, shape: Shape, path: Path): readonly RequestProblem[] {
  switch (shape.kind) {
    case "structure": {
      if (!isObject(value)) return [];
      const known = [...shape.members.keys()];
      const names = Object.keys(value).filter((name) => !hasReference(name));
      const missing =
        names.length < Object.keys(value).length ? [] : shape.required.filter((name) => !names.includes(name));
      return [
        ...missing.map((name) => ({ kind: "missing" as const, name, path, known })),
        ...names.flatMap((name) => {
          const member = shape.members.get(name);
          const place = [...path, name];
          return member === undefined
            ? [{ kind: "unknown" as const, name, path: place, known }]
            : requestProblems(value[name], member, place);
        }),
      ];
    }
    case "list":
      return isList(value) ? value.flatMap((item, index) => requestProblems(item, shape.of, [...path, index])) : [];
    case "map":
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => requestProblems(item, shape.of, [...path, key]))
        : [];
    default:
      return [];
  }
}
