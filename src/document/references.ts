/** `{{ references }}`: their syntax, and where they occur in a value. */
import type { Path } from "../diagnostics/path";
import { isList, isObject } from "./json";

/** A string that is one reference and nothing else. Its value has the type of the referenced value. */
export type Reference = `{{${string}}}`;

/** The thing that a reference names. */
export type ReferenceTarget =
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "output"; readonly step: string; readonly output: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "system"; readonly name: string }
  | { readonly kind: "ssm"; readonly name: string };

export interface PlacedReference {
  readonly path: Path;
  /** The name between the braces, without the spaces around it. */
  readonly name: string;
  readonly target: ReferenceTarget;
  /** Whether the string is this reference and nothing else. Then the value keeps its type. */
  readonly whole: boolean;
}

/**
 * The references that AWS recognizes. It leaves anything else in double braces as it is: a Go or Jinja template inside a
 * command, an f-string.
 */
const REFERENCE =
  /\{\{\s*((?:variable|global|automation|ssm(?:-secure)?):[^\s{}]+|[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)?)\s*\}\}/g;

/** Placeholders of the target, which are filled in from outside the document. */
const FILLED_IN_FROM_OUTSIDE = new Set(["RESOURCE_ID", "TARGET_ID"]);

/** The references in one string, in order. */
export function referencesIn(string: string): readonly { name: string; target: ReferenceTarget; whole: boolean }[] {
  return [...string.matchAll(REFERENCE)].flatMap((match) => {
    const name = match[1] ?? "";
    const target = targetOf(name);
    return target === undefined ? [] : [{ name, target, whole: match[0] === string.trim() }];
  });
}

/** The string, split into its references and the strings between them, in order. */
export function partsOf(string: string): readonly (string | { name: string; target: ReferenceTarget })[] {
  const parts: (string | { name: string; target: ReferenceTarget })[] = [];
  let end = 0;
  for (const match of string.matchAll(REFERENCE)) {
    const name = match[1] ?? "";
    const target = targetOf(name);
    if (target === undefined) continue;
    if (match.index > end) parts.push(string.slice(end, match.index));
    parts.push({ name, target });
    end = match.index + match[0].length;
  }
  if (end < string.length) parts.push(string.slice(end));
  return parts;
}

/** Every reference in a value, except those in the keys of maps. */
export function referencesWithin(value: unknown, path: Path): readonly PlacedReference[] {
  if (typeof value === "string") return referencesIn(value).map((reference) => ({ path, ...reference }));
  if (isList(value)) return value.flatMap((item, index) => referencesWithin(item, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => referencesWithin(item, [...path, key]));
  return [];
}

/** The string with each reference replaced by the result of `valueOf` for its name. */
export function interpolate(string: string, valueOf: (name: string) => string): string {
  return string.replace(REFERENCE, (_all, name: string) => valueOf(name));
}

/** Whether a value contains a reference: then it is known only at run time. */
export function hasReference(value: unknown): boolean {
  return typeof value === "string" && referencesIn(value).length > 0;
}

function targetOf(name: string): ReferenceTarget | undefined {
  if (FILLED_IN_FROM_OUTSIDE.has(name)) return undefined;
  const colon = name.indexOf(":");
  if (colon > 0) {
    const prefix = name.slice(0, colon);
    const rest = name.slice(colon + 1);
    if (prefix === "variable") return { kind: "variable", name: rest };
    return prefix.startsWith("ssm") ? { kind: "ssm", name: rest } : { kind: "system", name };
  }
  const [first = "", output] = name.split(".");
  return output === undefined ? { kind: "parameter", name: first } : { kind: "output", step: first, output };
}
