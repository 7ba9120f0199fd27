/**
 * A fleet file's content before it is known to be right. Values are checked against each other even if single values are
 * wrong, so that all faults are found in one pass. These readers skip values of the wrong kind, because the schema reports
 * them.
 */
import { isObject } from "../diagnostics/json";
import type { Path } from "../diagnostics/path";

/** A value and its path in the file. */
export interface Located<T> {
  readonly value: T;
  readonly path: Path;
}

export type Draft = Located<Readonly<Record<string, unknown>>>;

export function draftOf(content: unknown, path: Path = []): Draft {
  return { value: isObject(content) ? content : {}, path };
}

/** The map under a key; empty if there is none. */
export function child(draft: Draft, key: string): Draft {
  return draftOf(draft.value[key], [...draft.path, key]);
}

/** The maps in the list under a key. */
export function children(draft: Draft, key: string): readonly Draft[] {
  const value = draft.value[key];
  return Array.isArray(value)
    ? value.flatMap((entry, index) => (isObject(entry) ? [{ value: entry, path: [...draft.path, key, index] }] : []))
    : [];
}

/** The string under a key. */
export function stringAt(draft: Draft, key: string): Located<string> | undefined {
  const value = draft.value[key];
  return typeof value === "string" ? { value, path: [...draft.path, key] } : undefined;
}

/** The strings in the list under a key. */
export function stringsAt(draft: Draft, key: string): readonly Located<string>[] {
  const value = draft.value[key];
  return Array.isArray(value)
    ? value.flatMap((entry, index) =>
        typeof entry === "string" ? [{ value: entry, path: [...draft.path, key, index] }] : [],
      )
    : [];
}
