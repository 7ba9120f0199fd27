/**
 * How a string of a policy is compared with one of the request: wildcards, ARNs segment by segment, and
 * policy variables.
 */
import type { ConditionKeys } from "./request";

/** A character of a policy's string; one that came out of a variable is literal and never a wildcard. */
interface Character {
  readonly text: string;
  readonly literal: boolean;
}

/** A string of a policy with its variables filled in. */
export type Pattern = readonly Character[];

const characters = (text: string, literal: boolean): Character[] =>
  text.split("").map((character) => ({ text: character, literal }));

/** A pattern in which `*` and `?` are wildcards and `${…}` has no meaning. */
export function plainPattern(text: string): Pattern {
  return characters(text, false);
}

const variable = /\$\{([^}]*)\}/g;
const special = new Set(["*", "?", "$"]);

/**
 * Fills in policy variables: `${aws:PrincipalAccount}`, `${aws:username, 'default'}`, and `${*}`, `${?}`, `${$}`
 * for the characters themselves. Undefined if a variable has no value in the request, or more than one.
 * (IAM User Guide, "IAM policy elements: Variables and tags")
 */
export function fillVariables(text: string, keys: ConditionKeys): Pattern | undefined {
  const pattern: Character[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    const value = variableValue(match[1] ?? "", keys);
    if (value === undefined) {
      return undefined;
    }
    pattern.push(...characters(text.slice(end, match.index), false), ...characters(value, true));
    end = match.index + match[0].length;
  }
  return [...pattern, ...characters(text.slice(end), false)];
}

function variableValue(content: string, keys: ConditionKeys): string | undefined {
  if (special.has(content)) {
    return content;
  }
  const [, key = "", fallback] = /^([^,]*?)\s*(?:,\s*'(.*)')?$/.exec(content) ?? [];
  const values = keys.get(key.toLowerCase());
  // A multivalued key cannot be a variable.
  return values === undefined ? fallback : values.length === 1 ? values[0] : undefined;
}

/** The pattern as text, wildcards taken as plain characters: what the `…Equals` operators compare. */
export function literalText(pattern: Pattern): string {
  return pattern.map(({ text }) => text).join("");
}

const isWildcard = (character: Character | undefined, wildcard: "*" | "?") =>
  character?.text === wildcard && !character.literal;

/** Whether all of the value matches: `*` stands for any characters or none, `?` for exactly one; case-sensitive. */
export function matchesGlob(pattern: Pattern, value: string): boolean {
  let position = 0;
  // Where to take up again when the last `*` has to swallow one character more. Only the last one ever has to, so
  // that many stars cost no more than pattern times value.
  let star = -1;
  let starValue = 0;
  let index = 0;
  while (index < value.length) {
    const character = pattern[position];
    if (isWildcard(character, "*")) {
      star = position++;
      starValue = index;
    } else if (isWildcard(character, "?") || character?.text === value[index]) {
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

/** Whether an action pattern (`sts:Assume*`) names the action; neither is case-sensitive. (IAM User Guide, "Action") */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesGlob(plainPattern(pattern.toLowerCase()), action.toLowerCase());
}

const ARN_SEGMENTS = 6;

/**
 * Whether an ARN matches, each of its six colon-separated segments by itself; the last may contain colons. A lone
 * `*` matches everything. (IAM User Guide, "Condition operators", Amazon Resource Name operators)
 */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  const segments = splitSegments(pattern);
  return isEverything(pattern) || (segments.length === ARN_SEGMENTS && matchesSegments(segments, arn));
}

/**
 * Whether a `Resource` pattern includes the resource. As for ARNs, but segments that the pattern leaves out at its
 * end match anything. (IAM User Guide, "IAM JSON policy elements: Resource")
 */
export function matchesResource(pattern: Pattern, resource: string): boolean {
  const segments = splitSegments(pattern);
  const missing = Array.from({ length: ARN_SEGMENTS - segments.length }, () => plainPattern("*"));
  return isEverything(pattern) || matchesSegments([...segments, ...missing], resource);
}

function isEverything(pattern: Pattern): boolean {
  return pattern.length === 1 && isWildcard(pattern[0], "*");
}

/** At most six; a colon out of a variable does not separate, so that a value cannot shift the segments. */
function splitSegments(pattern: Pattern): readonly Pattern[] {
  const segments: Character[][] = [[]];
  for (const character of pattern) {
    if (character.text === ":" && !character.literal && segments.length < ARN_SEGMENTS) {
      segments.push([]);
    } else {
      segments.at(-1)?.push(character);
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
