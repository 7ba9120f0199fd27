/** Turns what zod found into sentences: what the value is, what was expected, and what to do about it. */
import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import type { Finding } from "../diagnostics/value-problem";
import { pathText, quoted } from "../diagnostics/value-problem";
import { ACCOUNT_ID, formatOf } from "./formats";
import { fleetFileSchema, fleetJsonSchema } from "./schema";

type Issue = z.core.$ZodIssue;
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** A kind of file: its schema, the same as JSON Schema (for "did you mean"), and the page that explains its keys. */
export interface FileSchema {
  readonly schema: z.ZodType;
  readonly jsonSchema: () => object;
  readonly explainedIn: string;
}

const FLEET_FILE: FileSchema = {
  schema: fleetFileSchema,
  jsonSchema: fleetJsonSchema,
  explainedIn: "docs/fleet-file.md",
};

/** The faults of single values in the content of a fleet file (plain data, as YAML gives it). */
export function fleetFindings(content: unknown): readonly Finding[] {
  return schemaFindings(content, FLEET_FILE);
}

/** The faults of single values in a file's content (plain data, as YAML gives it). */
export function schemaFindings(content: unknown, file: FileSchema): readonly Finding[] {
  const result = file.schema.safeParse(content);
  return result.success ? [] : result.error.issues.flatMap((issue) => describe(issue, content, file));
}

function describe(issue: Issue, content: unknown, file: FileSchema): Finding[] {
  const { path } = issue;
  const name = pathText(path);
  const value = valueAt(content, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, file));
    case "invalid_type":
      if (value === undefined) return [missing(path, file)];
      return [
        {
          path,
          message: `${name} is ${quoted(value)}, ${kindOf(value)}; expected ${kindName(issue.expected)}.`,
          remedy:
            typeof value === "number" && issue.expected === "string"
              ? quoteIt(path)
              : `Write ${kindName(issue.expected)} there.`,
        },
      ];
    case "invalid_format": {
      const format = "pattern" in issue ? formatOf(String(issue.pattern)) : undefined;
      return [
        {
          path,
          message: `${name} is ${quoted(value)}; expected ${format?.expected ?? issue.message}.`,
          remedy: format?.remedy ?? "Correct the value.",
        },
      ];
    }
    case "invalid_value": {
      if (value === undefined) return [missing(path, file)];
      const allowed = issue.values.map(String);
      return [
        {
          path,
          message: `${name} is ${quoted(value)}; expected ${allowed.length > 6 ? "one of the known values" : `one of ${allowed.join(", ")}`}.`,
          remedy: suggestion(typeof value === "string" ? value : quoted(value), allowed),
        },
      ];
    }
    case "too_small":
    case "too_big": {
      const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const unit = UNITS[issue.origin] ?? "";
      return [
        { path, message: `${name} is ${quoted(value)}; expected ${bound}${unit}.`, remedy: "Correct the value." },
      ];
    }
    case "invalid_union":
      return unionFinding(issue, content, file);
    default:
      return [{ path, message: `${name} is ${quoted(value)}: ${issue.message}.`, remedy: "Correct the value." }];
  }
}

/** Of a union's alternatives, what the one says that came closest: it understood the kind of value. */
function unionFinding(issue: Extract<Issue, { code: "invalid_union" }>, content: unknown, file: FileSchema): Finding[] {
  const value = valueAt(content, issue.path);
  if (value === undefined) return [missing(issue.path, file)];
  const understood = issue.errors.find(
    (errors) =>
      errors.every((error) => error.code !== "invalid_type" || error.path.length > 0) &&
      errors.every((error) => error.code !== "invalid_value"),
  );
  if (understood !== undefined) {
    return understood.flatMap((error) => describe({ ...error, path: [...issue.path, ...error.path] }, content, file));
  }
  const expected = issue.errors.flatMap((errors) =>
    errors.map((error) =>
      error.code === "invalid_type"
        ? kindName(error.expected)
        : error.code === "invalid_value"
          ? error.values.map(String).join(" or ")
          : "a valid value",
    ),
  );
  return [
    {
      path: issue.path,
      message: `${pathText(issue.path)} is ${quoted(value)}, ${kindOf(value)}; expected ${[...new Set(expected)].join(" or ")}.`,
      remedy: "Correct the value.",
    },
  ];
}

function missing(path: readonly PropertyKey[], file: FileSchema): Finding {
  const parent = path.slice(0, -1);
  return {
    path: parent,
    message: `${parent.length === 0 ? "The file" : pathText(parent)} lacks the key "${String(path.at(-1))}".`,
    remedy: `Add it; ${file.explainedIn} explains every key.`,
  };
}

function unknownKey(path: readonly PropertyKey[], key: string, file: FileSchema): Finding {
  const known = knownKeys(path, file);
  return {
    path: [...path, key],
    atKey: true,
    message: `${path.length === 0 ? "The file" : pathText(path)} has the unknown key ${quoted(key)}.`,
    remedy: suggestion(key, known),
  };
}

/** "Did you mean …" where something is near, else all that is allowed. */
export function suggestion(value: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return "Remove it.";
  const nearest = closest(value, allowed);
  if (distance(value, nearest) <= Math.max(2, value.length / 4)) return `Did you mean ${quoted(nearest)}?`;
  return `Use one of: ${allowed.join(", ")}.`;
}

function quoteIt(path: readonly PropertyKey[]): string {
  return path.at(-1) === "id" ? ACCOUNT_ID.remedy : "Put it in quotes.";
}

const UNITS: Readonly<Record<string, string>> = { string: " character(s)", array: " entry or entries" };

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map of keys",
  record: "a map of keys",
  array: "a list",
};

function kindName(expected: string): string {
  return KINDS[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  return kindName(Array.isArray(value) ? "array" : typeof value);
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    content,
  );
}

/** What every value of a map with free keys looks like. */
function additional({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

/** The keys that the schema knows at a path. */
function knownKeys(path: readonly PropertyKey[], file: FileSchema): readonly string[] {
  const root = file.jsonSchema() as JsonSchema;
  const resolve = (schema: JsonSchema): readonly JsonSchema[] => {
    if (schema.$ref !== undefined) {
      const target = root.definitions?.[schema.$ref.split("/").at(-1) ?? ""];
      return target === undefined ? [] : resolve(target);
    }
    return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(resolve);
  };
  let schemas: readonly JsonSchema[] = [root];
  for (const part of path) {
    schemas = schemas.flatMap((schema) => {
      const next = typeof part === "number" ? schema.items : (schema.properties?.[String(part)] ?? additional(schema));
      return next === undefined ? [] : resolve(next);
    });
  }
  return schemas.flatMap((schema) => Object.keys(schema.properties ?? {}));
}
