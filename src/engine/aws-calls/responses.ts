/** Reads members of the responses of AWS APIs. The action decides whether a missing member is an error. */
import { isList, isObject } from "../../diagnostics/json";
import type { Json } from "../../document/json";
import { StepFailure } from "../errors";

/** The value at a path of keys and indexes. */
export function at(response: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let value: unknown = response;
  for (const part of path) {
    if (typeof part === "number" ? !isList(value) : !isObject(value)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value as Json | undefined;
}

/** The string at the path; undefined if there is no string. */
export function stringAt(response: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const value = at(response, ...path);
  return typeof value === "string" ? value : undefined;
}

/** The list at the path; empty if there is no list. */
export function listAt(response: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const value = at(response, ...path);
  return isList(value) ? value : [];
}

/** The string at a path that every response of the operation has. @throws StepFailure if it is missing */
export function requiredString(
  response: Json | undefined,
  operation: string,
  ...path: readonly (string | number)[]
): string {
  const value = stringAt(response, ...path);
  if (value === undefined) throw new StepFailure(`The response of ${operation} has no ${path.join(".")}`);
  return value;
}
