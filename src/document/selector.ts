/**
 * Selectors: the JSONPaths of step outputs and of PropertySelector. Lint, CreateDocument and the engine read them with this parser.
 * AWS's guide shows `$.a.b[0]` and `$..b`. Amazon's own runbooks also leave out the `$`, quote a key after a dot (`.'a.b'`), put a dot
 * before a bracket (`.[0]`) and filter (`[?(@.a == 'b')]`), as the Java library Jayway JsonPath allows. RFC 9535 does not allow the first
 * three, so the parser rewrites them before the library json-p3 evaluates a selector that can match several values.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
import { JSONPathEnvironment, JSONPathError, type JSONPathQuery } from "json-p3";
import type { Json } from "./json";

/** Keys and indexes; a negative index counts from the end. */
type Parts = readonly (string | number)[];

/** One step of a selector towards the values that it selects. */
export interface SelectorStep {
  /** Whether it begins at every depth: `..` */
  readonly descends: boolean;
  /** The key or the index; undefined for what can select several: `*`, a slice, a filter, names with commas between them. */
  readonly part: string | number | undefined;
}

/** The selector is not a JSONPath. The message says why, as the rest of a sentence. */
export class SelectorError extends Error {}

/** AWS's responses have fewer than twenty levels. The result of a script may have more. */
const jsonPath = new JSONPathEnvironment({ maxRecursionDepth: 500 });

/**
 * Gives the value at the place that the selector names, or undefined if there is none. A selector that can match several values (`..`,
 * `[*]`, a filter) always gives a list, as AWS's guide says: an empty list if nothing matches.
 * @throws SelectorError here if it is not a JSONPath, or from the function if a response is nested too deeply
 */
export function selectorOf(source: string): (response: Json) => Json | undefined {
  const { steps, text } = new Reader(source.trim()).path();
  const parts = partsOf(steps);
  if (parts !== undefined) return (response) => valueAt(response, parts);
  const query = compile(text);
  return (response) => {
    try {
      return query.query(response as Parameters<typeof query.query>[0]).values() as readonly Json[];
    } catch (error) {
      throw asSelectorError(error);
    }
  };
}

/** Why the text is not a selector, as the rest of a sentence; undefined if it is one. */
export function selectorFault(source: string): string | undefined {
  try {
    selectorOf(source);
    return undefined;
  } catch (error) {
    if (error instanceof SelectorError) return error.message;
    throw error;
  }
}

/** The steps of a selector. @throws SelectorError if it is not a JSONPath */
export function selectorSteps(source: string): readonly SelectorStep[] {
  return new Reader(source.trim()).path().steps;
}

/** Keys and indexes of a selector; undefined if it can match several values. */
function partsOf(steps: readonly SelectorStep[]): Parts | undefined {
  const parts = steps.flatMap(({ descends, part }) => (descends || part === undefined ? [] : [part]));
  return parts.length === steps.length ? parts : undefined;
}

function valueAt(response: Json, parts: Parts): Json | undefined {
  let value: Json | undefined = response;
  for (const part of parts) {
    if (typeof value !== "object" || value === null) return undefined;
    if (typeof part === "number") {
      if (!Array.isArray(value)) return undefined;
      value = (value as readonly Json[])[part < 0 ? value.length + part : part];
    } else {
      if (Array.isArray(value) || !Object.hasOwn(value, part)) return undefined;
      value = (value as Readonly<Record<string, Json | undefined>>)[part];
    }
  }
  return value;
}

function compile(text: string): JSONPathQuery {
  try {
    return jsonPath.compile(text);
  } catch (error) {
    throw asSelectorError(error);
  }
}

function asSelectorError(error: unknown): unknown {
  return error instanceof JSONPathError ? new SelectorError(error.message) : error;
}

interface Path {
  /** The selector in the form of RFC 9535. */
  readonly text: string;
  readonly steps: readonly SelectorStep[];
}

const NAME = /[^\s.[\]()'"*,]+/y;
/** In a filter, a name also ends at an operator. */
const NAME_IN_FILTER = /[^\s.[\]()'"*,=!<>&|~]+/y;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
const INDEX_ALONE = /^-?\d+$/;
const SLICE_OR_INDEX = /-?\d*\s*:\s*-?\d*(?:\s*:\s*-?\d*)?|-?\d+/y;

/** Reads a path from left to right. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** The whole text as one path. */
  path(): Path {
    if (this.#source === "") throw new SelectorError("it is empty");
    const hasRoot = this.#source.startsWith("$");
    if (hasRoot) this.#at = 1;
    const path = this.#segments(!hasRoot, NAME);
    if (this.#at < this.#source.length) throw this.#unexpected();
    return { ...path, text: `$${path.text}` };
  }

  /** @param bare whether the first name needs no dot, because the path has no `$` */
  #segments(bare: boolean, name: RegExp): Path {
    let text = "";
    const steps: SelectorStep[] = [];
    let needsNoDot = bare;
    for (;;) {
      const descends = this.#take("..");
      const hasDot = descends || this.#take(".");
      const segment = this.#take("[") ? this.#bracket() : hasDot || needsNoDot ? this.#member(name) : undefined;
      if (segment === undefined) return { text, steps };
      needsNoDot = false;
      text += `${descends ? ".." : ""}[${segment.text}]`;
      steps.push({ descends, part: segment.part });
    }
  }

  /** What follows a dot: a name, a quoted name or `*`. */
  #member(name: RegExp): { text: string; part?: string } {
    if (this.#take("*")) return { text: "*" };
    const part = this.#quoted() ?? this.#match(name)?.[0];
    if (part === undefined) throw this.#unexpected("a name");
    return { text: JSON.stringify(part), part };
  }

  /** What stands between brackets: a filter, or selectors with commas between them. */
  #bracket(): { text: string; part?: string | number } {
    this.#skipSpaces();
    if (this.#take("?")) return { text: `?${this.#filter()}` };
    const items: string[] = [];
    let part: string | number | undefined;
    do {
      this.#skipSpaces();
      const start = this.#at;
      const quoted = this.#quoted();
      if (quoted !== undefined) part = quoted;
      else if (!this.#take("*")) {
        const number = this.#match(SLICE_OR_INDEX)?.[0];
        if (number === undefined) throw this.#unexpected("an index, a quoted name, * or a filter");
        part = INDEX_ALONE.test(number) ? Number(number) : undefined;
      }
      items.push(quoted === undefined ? this.#source.slice(start, this.#at) : JSON.stringify(quoted));
      this.#skipSpaces();
    } while (this.#take(","));
    if (!this.#take("]")) throw this.#unexpected("]");
    return { text: items.join(","), ...(items.length === 1 && part !== undefined && { part }) };
  }

  /** A filter up to its bracket. The paths in it are rewritten; json-p3 reads the rest. */
  #filter(): string {
    let text = "";
    while (!this.#take("]")) {
      const string = this.#quoted();
      if (string !== undefined) text += JSON.stringify(string);
      else {
        const character = this.#source[this.#at];
        if (character === undefined) throw this.#unexpected("]");
        this.#at += 1;
        text += character;
        if (character === "@" || character === "$") text += this.#segments(false, NAME_IN_FILTER).text;
      }
    }
    return text;
  }

  #quoted(): string | undefined {
    const match = this.#match(QUOTED);
    return match === undefined ? undefined : (match[1] ?? match[2] ?? "").replace(/\\(['"\\/])/g, "$1");
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source) ?? undefined;
    if (match !== undefined) this.#at += match[0].length;
    return match;
  }

  #skipSpaces(): void {
    while (/\s/.test(this.#source[this.#at] ?? "")) this.#at += 1;
  }

  #unexpected(expected = "a dot or a bracket"): SelectorError {
    const found = this.#source[this.#at];
    return new SelectorError(
      found === undefined
        ? `it ends where ${expected} is expected`
        : `character ${this.#at + 1} is ${found}, and ${expected} is expected there`,
    );
  }
}
