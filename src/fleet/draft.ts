/**
 * A fleet file's content before it is known to be right. What values must agree on is checked even when
 * single values are wrong, so that all faults are found in one pass: these readers skip what is not of the
 * expected kind, because the schema has already complained about it.
 */
import { isObject } from "../diagnostics/json";
import type { Path } from "../diagnostics/path";

/** A value together with where it stands. */
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

/** The text under a key. */
export function text(draft: Draft, key: string): Located<string> | undefined {
  const value = draft.value[key];
  return typeof value === "string" ? { value, path: [...draft.path, key] } : undefined;
}

/** The texts in the list under a key. */
export function texts(draft: Draft, key: string): readonly Located<string>[] {
  const value = draft.value[key];
  return Array.isArray(value)
    ? value.flatMap((entry, index) =>
        typeof entry === "string" ? [{ value: entry, path: [...draft.path, key, index] }] : [],
      )
    : [];
}
