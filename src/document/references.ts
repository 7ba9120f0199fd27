/** `{{ references }}`: how they are written, and where they stand in a value. */
import type { Path } from "../diagnostics/path";
import { isList, isObject } from "./json";

/** A string that is one reference and nothing else. It has the type of what it refers to. */
export type Reference = `{{${string}}}`;

/** One reference in a text. */
export type ReferenceTarget =
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "output"; readonly step: string; readonly output: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "system"; readonly name: string }
  | { readonly kind: "ssm"; readonly name: string };

export interface PlacedReference {
  readonly path: Path;
  /** What stands between the braces, without the spaces around it. */
  readonly name: string;
  readonly target: ReferenceTarget;
  /** Whether the text is this reference and nothing else: then the value keeps its type. */
  readonly whole: boolean;
}

/**
 * What AWS takes for a reference. Other text in double braces (a Go or Jinja template inside a command, an f-string)
 * is passed on as it is.
 */
const REFERENCE =
  /\{\{\s*((?:variable|global|automation|ssm(?:-secure)?):[^\s{}]+|[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)?)\s*\}\}/g;

/** Names that stand for the target and are filled in from outside the document. */
const FILLED_IN_FROM_OUTSIDE = new Set(["RESOURCE_ID", "TARGET_ID"]);

/** The references in one text, in order. */
export function referencesIn(text: string): readonly { name: string; target: ReferenceTarget; whole: boolean }[] {
  return [...text.matchAll(REFERENCE)].flatMap((match) => {
    const name = match[1] ?? "";
    const target = targetOf(name);
    return target === undefined ? [] : [{ name, target, whole: match[0] === text.trim() }];
  });
}

/** The text cut into what stands between references and the references themselves, in order. */
export function partsOf(text: string): readonly (string | { name: string; target: ReferenceTarget })[] {
  const parts: (string | { name: string; target: ReferenceTarget })[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const name = match[1] ?? "";
    const target = targetOf(name);
    if (target === undefined) continue;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ name, target });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** Every reference in a value, keys of maps not included. */
export function referencesWithin(value: unknown, path: Path): readonly PlacedReference[] {
  if (typeof value === "string") return referencesIn(value).map((reference) => ({ path, ...reference }));
  if (isList(value)) return value.flatMap((item, index) => referencesWithin(item, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => referencesWithin(item, [...path, key]));
  return [];
}

/** The text with each reference replaced by what `valueOf` gives for its name. */
export function interpolate(text: string, valueOf: (name: string) => string): string {
  return text.replace(REFERENCE, (_all, name: string) => valueOf(name));
}

/** Whether a value holds a reference, so that it is known at run time only. */
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
