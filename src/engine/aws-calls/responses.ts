/** Reads the responses of AWS's APIs. A member that is missing is no error: it is for the action to say what that means. */
import { isList, isObject, type Json } from "../../document/json";
import { StepFailure } from "../errors";

/** The value under these keys and indexes. */
export function at(response: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let value: unknown = response;
  for (const part of path) {
    if (typeof part === "number" ? !isList(value) : !isObject(value)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value as Json | undefined;
}

/** A text there; undefined where there is none. */
export function textAt(response: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const value = at(response, ...path);
  return typeof value === "string" ? value : undefined;
}

/** The list there; empty where there is none. */
export function listAt(response: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const value = at(response, ...path);
  return isList(value) ? value : [];
}

/** A text that the operation always gives. @throws StepFailure where it has not */
export function requiredText(
  response: Json | undefined,
  operation: string,
  ...path: readonly (string | number)[]
): string {
  const value = textAt(response, ...path);
  if (value === undefined) throw new StepFailure(`The response of ${operation} has no ${path.join(".")}`);
  return value;
}
