/** The attributes in which a resource changes. Sensitive values never leave this file. */
import { isList, isObject } from "../../diagnostics/json";
import type { PlannedValues } from "./plan-json";

/** A value before or after the change. */
export type Value =
  | { readonly kind: "known"; readonly value: unknown }
  | { readonly kind: "absent" }
  /** Terraform knows it only after the apply. */
  | { readonly kind: "unknown" }
  | { readonly kind: "sensitive" };

export interface Attribute {
  /** `ingress[0].cidr_blocks` */
  readonly path: string;
  readonly before: Value;
  readonly after: Value;
  /** Whether the resource is replaced because of it. */
  readonly forcesReplacement: boolean;
}

type Part = string | number;

/** Marks of the same shape as the values: true where a value is sensitive, or unknown. */
interface Marks {
  readonly sensitive: readonly unknown[];
  readonly unknown: unknown;
}

/** The attributes that differ, in the order of their names. A list is compared element by element if both have the same length. */
export function changedAttributes(change: PlannedValues): readonly Attribute[] {
  const found: Attribute[] = [];
  const marks: Marks = { sensitive: [change.before_sensitive, change.after_sensitive], unknown: change.after_unknown };
  compare(found, change, [], change.before, change.after, marks);
  return found;
}

/** Name of the top-level attribute that a path is in: `ingress` of `ingress[0].cidr_blocks`. */
export function topLevel(path: string): string {
  return path.replace(/[.[].*$/s, "");
}

/** What is at the top-level attribute of either side. */
export function valueOf(change: PlannedValues, attribute: string, side: "before" | "after"): Value {
  const marks = markOf(
    { sensitive: [change.before_sensitive, change.after_sensitive], unknown: change.after_unknown },
    attribute,
  );
  return asValue(memberOf(change[side], attribute), {
    ...marks,
    unknown: side === "after" ? marks.unknown : undefined,
  });
}

function compare(
  found: Attribute[],
  change: PlannedValues,
  path: readonly Part[],
  before: unknown,
  after: unknown,
  marks: Marks,
): void {
  const isLeaf = marks.sensitive.includes(true) || marks.unknown === true;
  if (!isLeaf && isObject(before ?? {}) && isObject(after ?? {}) && (isObject(before) || isObject(after))) {
    for (const key of keysOf(before, after, marks.unknown)) {
      compare(found, change, [...path, key], memberOf(before, key), memberOf(after, key), markOf(marks, key));
    }
    return;
  }
  if (!isLeaf && isList(before) && isList(after) && before.length === after.length && before.some(isObject)) {
    before.forEach((item, index) => {
      compare(found, change, [...path, index], item, after[index], markOf(marks, index));
    });
    return;
  }
  if (path.length === 0 || (marks.unknown !== true && isSame(before, after))) return;
  found.push({
    path: pathText(path),
    before: asValue(before, { ...marks, unknown: undefined }),
    after: asValue(after, marks),
    forcesReplacement: change.replace_paths.some((forced) => startsWith(path, forced) || startsWith(forced, path)),
  });
}

function asValue(value: unknown, marks: Marks): Value {
  if (marks.sensitive.includes(true)) return { kind: "sensitive" };
  if (marks.unknown === true) return { kind: "unknown" };
  const known = withoutMarked(value, marks);
  return isAbsent(known) ? { kind: "absent" } : { kind: "known", value: known };
}

function withoutMarked(value: unknown, marks: Marks): unknown {
  if (marks.sensitive.includes(true)) return "(sensitive)";
  if (marks.unknown === true) return undefined;
  if (isList(value)) return value.map((item, index) => withoutMarked(item, markOf(marks, index)));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutMarked(item, markOf(marks, key))]));
}

function markOf({ sensitive, unknown }: Marks, key: Part): Marks {
  return { sensitive: sensitive.map((mark) => memberOf(mark, key)), unknown: memberOf(unknown, key) };
}

function memberOf(value: unknown, key: Part): unknown {
  if (isList(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function keysOf(...values: readonly unknown[]): readonly string[] {
  return [...new Set(values.flatMap((value) => (isObject(value) ? Object.keys(value) : [])))].sort();
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Whether two values are the same data. The order of an object's keys means nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (isAbsent(one) || isAbsent(other)) return isAbsent(one) && isAbsent(other);
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (isObject(one) && isObject(other)) return keysOf(one, other).every((key) => isSame(one[key], other[key]));
  return one === other;
}

function startsWith(path: readonly Part[], start: readonly Part[]): boolean {
  return start.length <= path.length && start.every((part, index) => String(part) === String(path[index]));
}

function pathText(path: readonly Part[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}
