/** Turns zod's issues into sentences: what the value is, what was expected, and what to do about it. */
import type { z } from "zod";
import { didYouMean } from "./did-you-mean";
import { kindOf } from "./kind-of";
import { pathString, type Path } from "./path";
import { quoted } from "./quoted";
import type { ValueProblem } from "./value-problem";

type Issue = z.core.$ZodIssue;
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

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

function describe(issue: Issue, content: unknown, file: FileSchema): ValueProblem[] {
  const path = pathOf(issue);
  const name = pathString(path);
  const value = valueAt(content, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, file));
    case "invalid_type":
      if (value === undefined) return [missing(path, file)];
      return [
        {
          path,
          message: `${name}: expected ${kindName(issue.expected)}, found ${kindOf(value)}.`,
          remedy:
            typeof value === "number" && issue.expected === "string"
              ? (file.quoting?.[String(path.at(-1))] ?? "Put it in quotes.")
              : `Write ${kindName(issue.expected)}.`,
        },
      ];
    case "invalid_format": {
      const format = "pattern" in issue ? formatOf(String(issue.pattern), file) : undefined;
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
          remedy: didYouMean(typeof value === "string" ? value : quoted(value), allowed),
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
      return unionProblems(issue, content, file);
    default:
      return [{ path, message: `${name} is ${quoted(value)}: ${issue.message}.`, remedy: "Correct the value." }];
  }
}

/** The problems that the closest alternative of a union reports: the one that accepts this kind of value. */
function unionProblems(
  issue: Extract<Issue, { code: "invalid_union" }>,
  content: unknown,
  file: FileSchema,
): ValueProblem[] {
  const path = pathOf(issue);
  const value = valueAt(content, path);
  if (value === undefined) return [missing(path, file)];
  const understood = issue.errors.find((errors) =>
    errors.every(
      (error) =>
        error.path.length > 0 ||
        (error.code === "invalid_value"
          ? typeof value === "string" && error.values.every((each) => typeof each === "string")
          : error.code !== "invalid_type"),
    ),
  );
  if (understood !== undefined) {
    return understood.flatMap((error) => describe({ ...error, path: [...path, ...error.path] }, content, file));
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
      path,
      message: `${pathString(path)}: expected ${[...new Set(expected)].join(" or ")}, found ${kindOf(value)}.`,
      remedy: "Correct the value.",
    },
  ];
}

function missing(path: Path, file: FileSchema): ValueProblem {
  const parent = path.slice(0, -1);
  return {
    path: parent,
    message: `${parent.length === 0 ? "The file" : pathString(parent)} lacks the key "${String(path.at(-1))}".`,
    remedy: `Add it; ${file.explainedIn} explains every key.`,
  };
}

function unknownKey(path: Path, key: string, file: FileSchema): ValueProblem {
  const known = knownKeys(path, file);
  return {
    path: [...path, key],
    atKey: true,
    message: `${path.length === 0 ? "The file" : pathString(path)} has the unknown key ${quoted(key)}.`,
    remedy: didYouMean(key, known),
  };
}

/** zod's type allows symbols as keys; YAML has none. */
function pathOf({ path }: Issue): Path {
  return path.map((part) => (typeof part === "symbol" ? String(part) : part));
}

const UNITS: Readonly<Record<string, string>> = { string: " character(s)", array: " entry or entries" };

const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "an integer",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
};

function kindName(expected: string): string {
  return KINDS[expected] ?? expected;
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[part] : undefined,
    content,
  );
}

function formatOf(pattern: string, { formats = [] }: FileSchema): Format | undefined {
  return formats.find((format) => String(format.pattern) === pattern);
}

/** The schema of every value in a map with free keys. */
function additional({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

/** The keys that the schema knows at a path. */
function knownKeys(path: Path, file: FileSchema): readonly string[] {
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
