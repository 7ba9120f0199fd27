/** JSONPath selectors of step outputs, parsed once, with a fast path for plain selectors. */
import { JSONPathEnvironment, JSONPathError, type JSONPathQuery } from "json-p3";
import type { Json } from "../../document/json";
import { StepFailure } from "../errors";

/** Selects a value from a response; undefined if nothing matches. @throws StepFailure if the selector is not valid JSONPath */
type Selector = (response: Json) => Json | undefined;

/** `$.Reservations[0].Instances[0]['State']`. RFC 9535 does not allow hyphens in names; AWS does. */
const PLAIN = /^\$(?:\.[A-Za-z_][\w-]*|\[\d+\]|\['[^'\\]*'\]|\["[^"\\]*"\])*$/;
const PLAIN_PART = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^'\\]*)'\]|\["([^"\\]*)"\]/g;

const selectors = new Map<string, Selector>();
/** The cache is bounded, because generated documents may have new selectors each time. */
const REMEMBERED = 10_000;

/**
 * A selector that can match only one value gives that value. A selector that can match several (`..`, `[*]`, a filter) always
 * gives a list, as AWS's guide says: an empty list if nothing matches.
 */
export function selectorOf(source: string): Selector {
  const known = selectors.get(source);
  if (known !== undefined) return known;
  const selector = PLAIN.test(source) ? plainSelector(source) : generalSelector(source);
  if (selectors.size >= REMEMBERED) selectors.clear();
  selectors.set(source, selector);
  return selector;
}

function plainSelector(source: string): Selector {
  const parts = [...source.matchAll(PLAIN_PART)].map(([, name, index, quoted, doubleQuoted]) =>
    index === undefined ? (name ?? quoted ?? doubleQuoted ?? "") : Number(index),
  );
  return (response) => {
    let value: Json | undefined = response;
    for (const part of parts) {
      if (typeof value !== "object" || value === null) return undefined;
      if (typeof part === "number" ? !Array.isArray(value) : Array.isArray(value) || !Object.hasOwn(value, part)) {
        return undefined;
      }
      value = (value as Readonly<Record<string | number, Json | undefined>>)[part];
    }
    return value;
  };
}

/** AWS's responses have fewer than twenty levels. The result of a script may have more. */
const jsonPath = new JSONPathEnvironment({ maxRecursionDepth: 500 });

function generalSelector(source: string): Selector {
  let query: JSONPathQuery;
  try {
    query = jsonPath.compile(source.trim());
  } catch (error) {
    return () => {
      throw invalidSelector(source, error);
    };
  }
  const matchesOne = query.singularQuery();
  return (response) => {
    try {
      const values = query.query(response as Parameters<typeof query.query>[0]).values() as readonly Json[];
      return matchesOne ? values[0] : values;
    } catch (error) {
      throw invalidSelector(source, error);
    }
  };
}

function invalidSelector(source: string, error: unknown): unknown {
  if (!(error instanceof JSONPathError)) return error;
  return new StepFailure(`The selector ${source} cannot be used: ${error.message}`, "PostVerification", "Verification");
}
