/**
 * The condition operators without their prefixes and suffixes: how each one reads a value of the policy and compares
 * a value of the request with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { BlockList, isIP } from "node:net";
import { fillVariables, literalString, matchesArn, matchesGlob, plainPattern, type Pattern } from "./patterns";
import type { LanguageVersion } from "./policy";
import type { ConditionKeys } from "./request";

/** What the strings of a statement are interpreted with. */
export interface Scope {
  readonly version: LanguageVersion;
  readonly keys: ConditionKeys;
}

/** Whether a value of the request matches. */
type Test = (value: string) => boolean;

/** A policy's value as a test, or the reason why it cannot be tested. */
type Reading = Test | "unresolved-variable" | "malformed";

export interface Operator {
  /** True for the `Not…` operators, which hold if the test does not. */
  readonly negated: boolean;
  readonly read: (value: string, scope: Scope) => Reading;
}

/**
 * Fills in the policy variables if the version of the policy language has them. Undefined if a variable has no value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 * @param from where in the string variables begin to have a meaning
 */
export function readPattern(string: string, scope: Scope, from = 0): Pattern | undefined {
  return scope.version === "2012-10-17" ? fillVariables(string, scope.keys, from) : plainPattern(string);
}

const stringTest =
  (compare: (pattern: Pattern, value: string) => boolean): Operator["read"] =>
  (string, scope) => {
    const pattern = readPattern(string, scope);
    return pattern === undefined ? "unresolved-variable" : (value) => compare(pattern, value);
  };

const equals = stringTest((pattern, value) => literalString(pattern) === value);
const equalsIgnoreCase = stringTest((pattern, value) => literalString(pattern).toLowerCase() === value.toLowerCase());

const bool: Operator["read"] = (string, scope) => {
  const pattern = readPattern(string, scope);
  if (pattern === undefined) {
    return "unresolved-variable";
  }
  const expected = literalString(pattern).toLowerCase();
  return expected === "true" || expected === "false" ? (value) => value.toLowerCase() === expected : "malformed";
};

const ordered =
  (parse: (string: string) => number | undefined, compare: (value: number, expected: number) => boolean) =>
  (string: string): Reading => {
    const expected = parse(string);
    return expected === undefined
      ? "malformed"
      : (value) => {
          const parsed = parse(value);
          return parsed !== undefined && compare(parsed, expected);
        };
  };

function parseNumber(string: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(string) ? Number(string) : undefined;
}

// The formats of W3C's note on ISO 8601. Four digits alone are a year, more digits are seconds since 1970.
const date = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const epochSeconds = /^\d{5,}(\.\d+)?$/;

/** Milliseconds since 1970. */
function parseDate(string: string): number | undefined {
  const milliseconds = epochSeconds.test(string) ? Number(string) * 1000 : date.test(string) ? Date.parse(string) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function ipRange(string: string): Reading {
  const [, address = "", prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(string) ?? [];
  const bits = isIP(address) === 6 ? 128 : 32;
  const length = Number(prefix ?? bits);
  if (isIP(address) === 0 || length > bits) {
    return "malformed";
  }
  const range = new BlockList();
  range.addSubnet(address, length, bits === 128 ? "ipv6" : "ipv4");
  // Node.js takes every IPv4 address for part of ::/0, which for IAM has IPv6 addresses only.
  return (value) => isIP(value) === isIP(address) && range.check(value, bits === 128 ? "ipv6" : "ipv4");
}

const holds = (read: Operator["read"]): Operator => ({ negated: false, read });
const not = (read: Operator["read"]): Operator => ({ negated: true, read });

/** `<family>Equals`, `…NotEquals`, `…LessThan` and so on. */
function orderedOperators(family: "Numeric" | "Date", parse: (string: string) => number | undefined) {
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

/** All operators except `BinaryEquals`, which is not supported, and `Null`, which looks at the key and not at its values. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: holds(equals),
    StringNotEquals: not(equals),
    StringEqualsIgnoreCase: holds(equalsIgnoreCase),
    StringNotEqualsIgnoreCase: not(equalsIgnoreCase),
    StringLike: holds(stringTest(matchesGlob)),
    StringNotLike: not(stringTest(matchesGlob)),
    // AWS: "The ArnEquals and ArnLike condition operators behave identically."
    ArnEquals: holds(stringTest(matchesArn)),
    ArnLike: holds(stringTest(matchesArn)),
    ArnNotEquals: not(stringTest(matchesArn)),
    ArnNotLike: not(stringTest(matchesArn)),
    Bool: holds(bool),
    ...orderedOperators("Numeric", parseNumber),
    ...orderedOperators("Date", parseDate),
    IpAddress: holds(ipRange),
    NotIpAddress: not(ipRange),
  }),
);

export type SetOperator = "ForAllValues" | "ForAnyValue";

/** The parts of a condition operator: `ForAnyValue:StringLikeIfExists`. */
interface OperatorParts {
  readonly setOperator: SetOperator | undefined;
  /** `StringLike` */
  readonly name: string;
  readonly ifExists: boolean;
}

export function operatorParts(operator: string): OperatorParts {
  const [, prefix, name = "", suffix] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  return { setOperator: prefix as SetOperator | undefined, name, ifExists: suffix !== undefined };
}

/** Whether IAM has a condition operator of this name, prefix and suffix included. */
export function isConditionOperator(operator: string): boolean {
  const { name } = operatorParts(operator);
  return operator === "Null" || name === "BinaryEquals" || operators.has(name);
}
