/** Turns zod's issues into sentences: what the value is, what was expected, and what to do about it. */
import type { z } from "zod";
import { didYouMean } from "./did-you-mean";
import { howToWrite, isTruth, kindName } from "./expected-kind";
import { isList, isObject } from "./json";
import { kindOf } from "./kind-of";
import { knownKeys } from "./known-keys";
import { pathString, type Path } from "./path";
import { quoted } from "./quoted";
import type { ValueProblem } from "./value-problem";

type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue["code"]> = Extract<Issue, { code: Code }>;

/** The format of a string: the pattern that the schema checks, and what messages say about it. */
export interface Format {
  readonly pattern: RegExp;
  /** Completes "…; expected <this>". */
  readonly expected: string;
  readonly remedy: string;
}

/** A kind of file that a schema describes. */
export interface FileSchema {
  readonly schema: z.ZodType;
  /** The same as JSON Schema, which lists the known keys of each map. */
  readonly jsonSchema: () => object;
  /** The page that explains its keys. */
  readonly explainedIn: string;

  readonly formats?: readonly Format[];
  /** By key: what to do about an unquoted number where a string is expected. */
  readonly quoting?: Readonly<Record<string, string>>;
}

/** The problems of single values in a file's content (plain data, as YAML gives it). */
export function schemaProblems(content: unknown, file: FileSchema): readonly ValueProblem[] {
  const result = file.schema.safeParse(content);
  return result.success ? [] : result.error.issues.flatMap((issue) => describe(issue, content, file));
}

function describe(issue: Issue, content: unknown, file: FileSchema): readonly ValueProblem[] {
  const path = pathOf(issue);
  const name = pathString(path);
  const value = valueAt(content, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, file));
    case "invalid_type":
      return [value === undefined ? missing(path, file) : wrongKind(path, value, issue.expected, file)];
    case "invalid_format":
      return [{ path, ...wrongFormat(`${name} is ${quoted(value)}`, issue, file) }];
    case "invalid_value":
      return [value === undefined ? missing(path, file) : wrongValue(path, value, issue)];
    case "too_small":
    case "too_big":
      return [{ path, message: `${name} is ${quoted(value)}; expected ${bound(issue)}.`, remedy: outside(issue) }];
    case "invalid_union":
      return unionProblems(issue, content, file);
    case "invalid_key":
      return [wrongKey(issue, file)];
    case "custom":
      return [{ path, message: `${name} is ${quoted(value)}: ${issue.message}.`, remedy: remedyOf(issue, file) }];
    default:
      return [{ path, message: `${name} is ${quoted(value)}: ${issue.message}.`, remedy: `See ${file.explainedIn}.` }];
  }
}

function missing(path: Path, file: FileSchema): ValueProblem {
  const parent = path.slice(0, -1);
  return {
    path: parent,
    message: `${subject(parent)} lacks the key "${String(path.at(-1))}".`,
    remedy: `Add it; ${file.explainedIn} explains every key.`,
  };
}

function unknownKey(path: Path, key: string, file: FileSchema): ValueProblem {
  return {
    path: [...path, key],
    atKey: true,
    message: `${subject(path)} has the unknown key ${quoted(key)}.`,
    remedy: didYouMean(key, knownKeys(path, file.jsonSchema())),
  };
}

function wrongKind(path: Path, value: unknown, expected: string, file: FileSchema): ValueProblem {
  const isUnquoted = typeof value === "number" && expected === "string";
  return {
    path,
    message: `${pathString(path)}: expected ${kindName(expected)}, found ${kindOf(value)}.`,
    remedy:
      (isUnquoted ? file.quoting?.[String(path.at(-1))] : undefined) ??
      howToWrite(expected, value, kindName(expected) === "a map" ? knownKeys(path, file.jsonSchema()) : []),
  };
}

function wrongFormat(found: string, issue: IssueOf<"invalid_format">, file: FileSchema): Omit<ValueProblem, "path"> {
  const pattern = "pattern" in issue ? String(issue.pattern) : undefined;
  const format = file.formats?.find((each) => String(each.pattern) === pattern);
  return {
    message: `${found}; expected ${format?.expected ?? `a string that matches ${pattern ?? issue.format}`}.`,
    remedy: format?.remedy ?? `${file.explainedIn} explains every key.`,
  };
}

function wrongValue(path: Path, value: unknown, { values }: IssueOf<"invalid_value">): ValueProblem {
  const allowed = values.map(String);
  return {
    path,
    message: `${pathString(path)} is ${quoted(value)}; expected ${allowed.length > 6 ? "one of the known values" : oneOf(allowed)}.`,
    remedy: quotesOrName(value, allowed) ?? didYouMean(quoted(value), allowed),
  };
}

/**
 * The remedy for a value that is none of the allowed ones: its quotes are wrong, or it is similar to one of them.
 * @param otherwise as for `didYouMean`; empty: undefined if no value is similar
 */
function quotesOrName(value: unknown, allowed: readonly string[], otherwise?: string): string | undefined {
  if (allowed.includes(String(value))) return typeof value === "string" ? "Remove the quotes." : "Put it in quotes.";
  return typeof value === "string" ? didYouMean(value, allowed, otherwise) || undefined : undefined;
}

/** zod reports a wrong key of a map with free keys together with the faults of the key. */
function wrongKey(issue: IssueOf<"invalid_key">, file: FileSchema): ValueProblem {
  const path = pathOf(issue);
  const found = `${subject(path.slice(0, -1))} has the key ${quoted(path.at(-1))}`;
  const [fault] = issue.issues;
  const place = { path, atKey: true };
  if (fault?.code === "invalid_format") return { ...place, ...wrongFormat(found, fault, file) };
  if (fault?.code === "too_small" || fault?.code === "too_big") {
    return { ...place, message: `${found}; expected ${bound(fault)}.`, remedy: "Choose another key." };
  }
  if (fault?.code === "invalid_value") {
    const known = fault.values.map(String);
    const message = `${found}; expected ${known.length > 6 ? "a known key" : oneOf(known)}.`;
    return { ...place, message, remedy: didYouMean(String(path.at(-1)), known) };
  }
  return { ...place, message: `${found}: ${fault?.message ?? issue.message}.`, remedy: "Choose another key." };
}

/** The problems that the closest alternative of a union reports: one that accepts this kind of value, with the fewest faults. */
function unionProblems(issue: IssueOf<"invalid_union">, content: unknown, file: FileSchema): readonly ValueProblem[] {
  const path = pathOf(issue);
  const value = valueAt(content, path);
  if (value === undefined) return [missing(path, file)];
  const [closest] = issue.errors
    .filter((errors) => acceptsTheKind(errors, value))
    .sort((left, right) => left.length - right.length);
  if (closest !== undefined) {
    return closest.flatMap((error) => describe({ ...error, path: [...path, ...error.path] }, content, file));
  }
  const atRoot = issue.errors.flat().filter((error) => error.path.length === 0);
  const kinds = atRoot.flatMap((error) => (error.code === "invalid_type" ? [error.expected] : []));
  const values = atRoot.flatMap((error) => (error.code === "invalid_value" ? error.values.map(String) : []));
  const expected = alternatives([...new Set([...kinds.map(kindName), ...values])]);
  const message = `${pathString(path)}: expected ${expected}, found ${kindOf(value)}.`;
  return [{ path, message, remedy: remedyForAny(value, kinds, values) ?? `Write ${expected}.` }];
}

/** How to write the value that was meant, if it is plain which of the alternatives that is. */
function remedyForAny(value: unknown, kinds: readonly string[], values: readonly string[]): string | undefined {
  if (kinds.includes("boolean") && isTruth(value)) return howToWrite("boolean", value);
  if (values.length > 0) return isObject(value) || isList(value) ? undefined : quotesOrName(value, values, "");
  return kinds.length === 1 ? howToWrite(kinds[0] ?? "", value) : undefined;
}

/** Whether an alternative's faults are inside the value, or about what a value of this kind contains. */
function acceptsTheKind(errors: readonly Issue[], value: unknown): boolean {
  return errors.every(
    (error) =>
      error.path.length > 0 ||
      (error.code === "invalid_value"
        ? typeof value === "string" && error.values.every((each) => typeof each === "string")
        : error.code !== "invalid_type"),
  );
}

/** `at least 15`, `at most 3 entries`. */
function bound(issue: IssueOf<"too_small"> | IssueOf<"too_big">): string {
  const [words, limit] = issue.code === "too_small" ? ["at least", issue.minimum] : ["at most", issue.maximum];
  const [one, many] = UNITS[issue.origin] ?? ["", ""];
  const unit = Number(limit) === 1 ? one : many;
  return `${words} ${limit}${unit === "" ? "" : ` ${unit}`}`;
}

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
};

function outside(issue: IssueOf<"too_small"> | IssueOf<"too_big">): string {
  if (issue.code === "too_big") return issue.origin === "string" ? "Shorten it." : "Reduce it.";
  if (issue.origin === "string") return "Write a value, or remove the key.";
  return issue.origin === "array" ? "Add an entry, or remove the key." : "Increase it.";
}

/** A refinement may have a remedy of its own: `refine(…, { message, params: { remedy } })`. */
function remedyOf({ params }: IssueOf<"custom">, file: FileSchema): string {
  return typeof params?.remedy === "string" ? params.remedy : `${file.explainedIn} explains every key.`;
}

function oneOf(values: readonly string[]): string {
  return values.length > 1 ? `one of ${values.join(", ")}` : values.join("");
}

function alternatives(values: readonly string[]): string {
  if (values.some((value) => value.includes(" or "))) return values.join(" or ");
  return values.length > 1 ? `${values.slice(0, -1).join(", ")} or ${values.at(-1)}` : values.join("");
}

function subject(path: Path): string {
  return path.length === 0 ? "The file" : pathString(path);
}

/** zod's type allows symbols as keys; YAML has none. */
function pathOf({ path }: Issue): Path {
  return path.map((part) => (typeof part === "symbol" ? String(part) : part));
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[part] : undefined,
    content,
  );
}
