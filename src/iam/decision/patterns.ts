/**
 * Compares a string of a policy with one of the request: wildcards, ARNs segment by segment, and policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
import { isMultivalued, type ConditionKeys } from "./request";

/** A character of a policy's string. A character from a variable's value is literal: it is never a wildcard. */
interface Character {
  readonly character: string;
  readonly literal: boolean;
}

/** A string of a policy with its variables filled in. */
export type Pattern = readonly Character[];

const characters = (string: string, literal: boolean): Character[] =>
  string.split("").map((character) => ({ character, literal }));

/** A pattern in which `*` and `?` are wildcards and `${…}` has no meaning. */
export function plainPattern(string: string): Pattern {
  return characters(string, false);
}

const variable = /\$\{([^}]*)\}/g;
const special = new Set(["*", "?", "$"]);

/**
 * Fills in policy variables: `${aws:PrincipalAccount}`, `${aws:username, 'default'}`, and `${*}`, `${?}`, `${$}`
 * for the characters themselves. Undefined if a variable has no value in the request, or more than one.
 * @param from where variables begin to have a meaning; before it they are plain characters
 */
export function fillVariables(string: string, keys: ConditionKeys, from = 0): Pattern | undefined {
  const pattern: Character[] = [];
  let end = 0;
  for (const match of string.matchAll(variable)) {
    if (match.index < from) continue;
    const value = variableValue(match[1] ?? "", keys);
    if (value === undefined) {
      return undefined;
    }
    pattern.push(...characters(string.slice(end, match.index), false), ...characters(value, true));
    end = match.index + match[0].length;
  }
  return [...pattern, ...characters(string.slice(end), false)];
}

function variableValue(content: string, keys: ConditionKeys): string | undefined {
  if (special.has(content)) {
    return content;
  }
  const [, key = "", fallback] = /^([^,]*?)\s*(?:,\s*'(.*)')?$/.exec(content) ?? [];
  const values = keys.get(key.toLowerCase());
  if (values === undefined) return fallback;
  // A multivalued key cannot be used as a variable.
  return values.length === 1 && !isMultivalued(key) ? values[0] : undefined;
}

/** The pattern as a string in which wildcards are plain characters, as the `…Equals` operators compare it. */
export function literalString(pattern: Pattern): string {
  return pattern.map(({ character }) => character).join("");
}

const isWildcard = (element: Character | undefined, wildcard: "*" | "?") =>
  element?.character === wildcard && !element.literal;

/** Whether the whole value matches, case-sensitively: `*` matches any number of characters, `?` exactly one. */
export function matchesGlob(pattern: Pattern, value: string): boolean {
  let position = 0;
  // Where to resume when the last `*` must match one more character. Only the last one can need this, so the time is
  // at most proportional to the pattern's length times the value's.
  let star = -1;
  let starValue = 0;
  let index = 0;
  while (index < value.length) {
    const element = pattern[position];
    if (isWildcard(element, "*")) {
      star = position++;
      starValue = index;
    } else if (isWildcard(element, "?") || element?.character === value[index]) {
      position++;
      index++;
    } else if (star >= 0) {
      position = star + 1;
      index = ++starValue;
    } else {
      return false;
    }
  }
  return pattern.slice(position).every((character) => isWildcard(character, "*"));
}

/** Whether an action pattern (`sts:Assume*`) matches the action, ignoring case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesGlob(plainPattern(pattern.toLowerCase()), action.toLowerCase());
}

const ARN_SEGMENTS = 6;

/** Where the resource of an ARN begins, after the fifth colon. AWS: policy variables are for this part of a `Resource`. */
export function resourcePart(arn: string): number {
  let at = 0;
  for (let colon = 1; colon < ARN_SEGMENTS; colon += 1) {
    const found = arn.indexOf(":", at);
    if (found === -1) return arn.length;
    at = found + 1;
  }
  return at;
}

/**
 * Whether an ARN matches. Each of its six colon-separated segments is compared by itself, and the last one may contain
 * colons. A lone `*` matches everything.
 */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  const segments = splitSegments(pattern);
  return isEverything(pattern) || (segments.length === ARN_SEGMENTS && matchesSegments(segments, arn));
}

/**
 * Whether a `Resource` pattern includes the resource. The comparison is that of ARNs, but segments that are missing at
 * the end of the pattern match anything.
 */
export function matchesResource(pattern: Pattern, resource: string): boolean {
  const segments = splitSegments(pattern);
  const missing = Array.from({ length: ARN_SEGMENTS - segments.length }, () => plainPattern("*"));
  return isEverything(pattern) || matchesSegments([...segments, ...missing], resource);
}

function isEverything(pattern: Pattern): boolean {
  return pattern.length === 1 && isWildcard(pattern[0], "*");
}

/** At most six segments. A colon from a variable's value does not separate, so a value cannot shift the segments. */
function splitSegments(pattern: Pattern): readonly Pattern[] {
  const segments: Character[][] = [[]];
  for (const element of pattern) {
    if (element.character === ":" && !element.literal && segments.length < ARN_SEGMENTS) {
      segments.push([]);
    } else {
      segments.at(-1)?.push(element);
    }
  }
  return segments;
}

function matchesSegments(patterns: readonly Pattern[], arn: string): boolean {
  const parts = arn.split(":");
  const values = [...parts.slice(0, ARN_SEGMENTS - 1), parts.slice(ARN_SEGMENTS - 1).join(":")];
  return (
    parts.length >= ARN_SEGMENTS && patterns.every((pattern, segment) => matchesGlob(pattern, values[segment] ?? ""))
  );
}
