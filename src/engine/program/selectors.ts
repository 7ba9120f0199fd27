/** JSONPath selectors, as outputs of steps have them: parsed once, with a short way for the plain ones. */
import { JSONPathEnvironment, JSONPathError, type JSONPathQuery } from "json-p3";
import type { Json } from "../../document/json";
import { StepFailure } from "../errors";

/** Selects from a response; undefined where there is nothing. @throws StepFailure where the text is no JSONPath */
type Selector = (response: Json) => Json | undefined;

/** `$.Reservations[0].Instances[0]['State']`. Hyphens in names are not in RFC 9535, but in what AWS goes by. */
const PLAIN = /^\$(?:\.[A-Za-z_][\w-]*|\[\d+\]|\['[^'\\]*'\]|\["[^"\\]*"\])*$/;
const PLAIN_PART = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^'\\]*)'\]|\["([^"\\]*)"\]/g;

const selectors = new Map<string, Selector>();
/** Documents are few; generated ones with ever other selectors must not fill the memory. */
const REMEMBERED = 10_000;

/**
 * A path that leads to one place gives the value there. One that may lead to several (`..`, `[*]`, a filter) gives a
 * list, by AWS's guide always: an empty one where it leads to none.
 */
export function selectorOf(text: string): Selector {
  const known = selectors.get(text);
  if (known !== undefined) return known;
  const selector = PLAIN.test(text) ? plainSelector(text) : generalSelector(text);
  if (selectors.size >= REMEMBERED) selectors.clear();
  selectors.set(text, selector);
  return selector;
}

function plainSelector(text: string): Selector {
  const parts = [...text.matchAll(PLAIN_PART)].map(([, name, index, quoted, doubleQuoted]) =>
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

/** Responses of AWS stay below twenty levels; what a script returns may have more. */
const jsonPath = new JSONPathEnvironment({ maxRecursionDepth: 500 });

function generalSelector(text: string): Selector {
  let query: JSONPathQuery;
  try {
    query = jsonPath.compile(text.trim());
  } catch (error) {
    return () => {
      throw noJsonPath(text, error);
    };
  }
  const leadsToOne = query.singularQuery();
  return (response) => {
    try {
      const values = query.query(response as Parameters<typeof query.query>[0]).values() as readonly Json[];
      return leadsToOne ? values[0] : values;
    } catch (error) {
      throw noJsonPath(text, error);
    }
  };
}

function noJsonPath(text: string, error: unknown): unknown {
  if (!(error instanceof JSONPathError)) return error;
  return new StepFailure(`The selector ${text} cannot be used: ${error.message}`, "PostVerification", "Verification");
}
