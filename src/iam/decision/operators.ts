/**
 * The condition operators without their prefixes and suffixes: how each reads a value of the policy and compares
 * a value of the request with it. (IAM User Guide, "IAM JSON policy elements: Condition operators")
 */
import { BlockList, isIP } from "node:net";
import { fillVariables, literalText, matchesArn, matchesGlob, plainPattern, type Pattern } from "./patterns";
import type { LanguageVersion } from "./policy";
import type { ConditionKeys } from "./request";

/** What the strings of a statement are read with. */
export interface Scope {
  readonly version: LanguageVersion;
  readonly keys: ConditionKeys;
}

/** Whether a value of the request matches. */
type Test = (value: string) => boolean;

/** What a policy's value came to: a test, or why there is none. */
type Reading = Test | "unresolved-variable" | "malformed";

export interface Operator {
  /** True for the `Not…` operators: they hold where the test does not. */
  readonly negated: boolean;
  readonly read: (value: string, scope: Scope) => Reading;
}

/**
 * Fills in the policy variables where the version of the language has them; undefined if one has no value.
 * (IAM User Guide, "IAM JSON policy elements: Version")
 */
export function readPattern(text: string, scope: Scope): Pattern | undefined {
  return scope.version === "2012-10-17" ? fillVariables(text, scope.keys) : plainPattern(text);
}

const textual =
  (compare: (pattern: Pattern, value: string) => boolean): Operator["read"] =>
  (text, scope) => {
    const pattern = readPattern(text, scope);
    return pattern === undefined ? "unresolved-variable" : (value) => compare(pattern, value);
  };

const equals = textual((pattern, value) => literalText(pattern) === value);
const equalsIgnoreCase = textual((pattern, value) => literalText(pattern).toLowerCase() === value.toLowerCase());

const bool: Operator["read"] = (text, scope) => {
  const pattern = readPattern(text, scope);
  if (pattern === undefined) {
    return "unresolved-variable";
  }
  const expected = literalText(pattern).toLowerCase();
  return expected === "true" || expected === "false" ? (value) => value.toLowerCase() === expected : "malformed";
};

const ordered =
  (parse: (text: string) => number | undefined, compare: (value: number, expected: number) => boolean) =>
  (text: string): Reading => {
    const expected = parse(text);
    return expected === undefined
      ? "malformed"
      : (value) => {
          const parsed = parse(value);
          return parsed !== undefined && compare(parsed, expected);
        };
  };

function parseNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

// The forms of W3C's note on ISO 8601; four digits alone are a year, more are seconds since 1970.
const date = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const epochSeconds = /^\d{5,}(\.\d+)?$/;

/** Milliseconds since 1970. */
function parseDate(text: string): number | undefined {
  const milliseconds = epochSeconds.test(text) ? Number(text) * 1000 : date.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function ipRange(text: string): Reading {
  const [, address = "", prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = isIP(address) === 6 ? 128 : 32;
  const length = Number(prefix ?? bits);
  if (isIP(address) === 0 || length > bits) {
    return "malformed";
  }
  const range = new BlockList();
  range.addSubnet(address, length, bits === 128 ? "ipv6" : "ipv4");
  return (value) => isIP(value) !== 0 && range.check(value, isIP(value) === 6 ? "ipv6" : "ipv4");
}

const holds = (read: Operator["read"]): Operator => ({ negated: false, read });
const not = (read: Operator["read"]): Operator => ({ negated: true, read });

/** `<family>Equals`, `…NotEquals`, `…LessThan` and so on. */
function orderedOperators(family: "Numeric" | "Date", parse: (text: string) => number | undefined) {
  const same = ordered(parse, (value, expected) => value === expected);
  return {
    [`${family}Equals`]: holds(same),
    [`${family}NotEquals`]: not(same),
    [`${family}LessThan`]: holds(ordered(parse, (value, expected) => value < expected)),
    [`${family}LessThanEquals`]: holds(ordered(parse, (value, expected) => value <= expected)),
    [`${family}GreaterThan`]: holds(ordered(parse, (value, expected) => value > expected)),
    [`${family}GreaterThanEquals`]: holds(ordered(parse, (value, expected) => value >= expected)),
  };
}

/** Every operator but `Null`, which looks at the key and not at its values; `BinaryEquals` is not among them. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: holds(equals),
    StringNotEquals: not(equals),
    StringEqualsIgnoreCase: holds(equalsIgnoreCase),
    StringNotEqualsIgnoreCase: not(equalsIgnoreCase),
    StringLike: holds(textual(matchesGlob)),
    StringNotLike: not(textual(matchesGlob)),
    // "The ArnEquals and ArnLike condition operators behave identically."
    ArnEquals: holds(textual(matchesArn)),
    ArnLike: holds(textual(matchesArn)),
    ArnNotEquals: not(textual(matchesArn)),
    ArnNotLike: not(textual(matchesArn)),
    Bool: holds(bool),
    ...orderedOperators("Numeric", parseNumber),
    ...orderedOperators("Date", parseDate),
    IpAddress: holds(ipRange),
    NotIpAddress: not(ipRange),
  }),
);
