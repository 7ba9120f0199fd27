/**
 * Elements of statements as sets of what they match, and which set contains another. Where this cannot be decided, the answer is
 * no: a comparison then shows a difference that is none, and never hides one.
 */
import type { PatternElement, PrincipalElement } from "../decision/policy";

/** What an element is about; each kind has its own comparison of patterns. */
export type Dimension = "principals" | "actions" | "resources";

/** The one principal of a policy that names none: whoever has it. And the one resource of a trust policy: the role. */
const IMPLIED = "(implied)";

/** The kind of a principal is part of its name: `Service:ssm.amazonaws.com`. */
export function principalSet(element: PrincipalElement | undefined): PatternElement {
  if (element === undefined) return implied();
  const { not, anyone, aws, services, federated, canonicalUsers } = element;
  const names = [
    ...(anyone ? ["AWS:*"] : []),
    ...aws.map((name) => `AWS:${withoutRootArn(name)}`),
    ...services.map((name) => `Service:${name.toLowerCase()}`),
    ...federated.map((name) => `Federated:${name}`),
    ...canonicalUsers.map((name) => `CanonicalUser:${name}`),
  ];
  return { not, patterns: unique(names) };
}

export function actionSet({ not, patterns }: PatternElement): PatternElement {
  return { not, patterns: unique(patterns) };
}

export function resourceSet(element: PatternElement | undefined): PatternElement {
  return element === undefined ? implied() : { not: element.not, patterns: unique(element.patterns) };
}

/** Whether the policy does not say the element, because it follows from where the policy is. */
export function isImplied({ patterns }: PatternElement): boolean {
  return patterns[0] === IMPLIED;
}

function implied(): PatternElement {
  return { not: false, patterns: [IMPLIED] };
}

/** An account's id and the ARN of its root are the same principal. */
function withoutRootArn(name: string): string {
  return /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(name)?.[1] ?? name;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** An element's parts: each pattern by itself; what an element excepts stays together. */
export function partsOf({ not, patterns }: PatternElement): readonly PatternElement[] {
  return not ? [{ not, patterns }] : patterns.map((pattern) => ({ not, patterns: [pattern] }));
}

/** Whether everything that `part` matches is matched by `whole`. */
export function containsPart(dimension: Dimension, whole: PatternElement, part: PatternElement): boolean {
  const contains = COMPARISONS[dimension];
  if (!whole.not && !part.not) {
    return part.patterns.every((narrow) => whole.patterns.some((wide) => contains(wide, narrow)));
  }
  if (!whole.not) return dimension !== "principals" && whole.patterns.includes("*");
  if (part.not) return whole.patterns.every((narrow) => part.patterns.some((wide) => contains(wide, narrow)));
  return part.patterns.every((pattern) =>
    whole.patterns.every((excepted) => !mayMeet(dimension, pattern.toLowerCase(), excepted.toLowerCase())),
  );
}

const COMPARISONS: Readonly<Record<Dimension, (wide: string, narrow: string) => boolean>> = {
  // Everybody is every AWS principal; a service is allowed only by its name.
  principals: (wide, narrow) => wide === narrow || (wide === "AWS:*" && narrow.startsWith("AWS:")),
  actions: (wide, narrow) => globContains(wide.toLowerCase(), narrow.toLowerCase()),
  resources: resourceContains,
};

function mayMeet(dimension: Dimension, one: string, other: string): boolean {
  if (dimension === "principals") return principalsMayMeet(one, other);
  if (dimension === "actions" || [one, other].includes("*")) return patternsMayMeet(one, other);
  return patternsMayMeet(segments(one).join(":"), segments(other).join(":"));
}

/** An account contains its users and roles, and everybody contains all. */
function principalsMayMeet(one: string, other: string): boolean {
  const accountOf = (name: string) => /^aws:(?:arn:[a-z-]+:(?:iam|sts)::)?(\d{12})\b/.exec(name)?.[1];
  if (one === other || [one, other].includes("aws:*")) return true;
  return accountOf(one) !== undefined && accountOf(one) === accountOf(other);
}

const SEGMENTS = 6;

/** ARNs are compared segment by segment, and segments that are missing at the end match anything. */
function resourceContains(wide: string, narrow: string): boolean {
  if (wide === "*" || wide === narrow) return true;
  if (narrow === "*") return false;
  const [wideParts, narrowParts] = [segments(wide), segments(narrow)];
  return wideParts.every((part, index) => globContains(part, narrowParts[index] ?? "*"));
}

function segments(pattern: string): readonly string[] {
  const parts = pattern.replace(VARIABLE, (variable) => variable.replaceAll(":", "\u0001")).split(":");
  const shown = parts.map((part) => part.replaceAll("\u0001", ":"));
  const known = [...shown.slice(0, SEGMENTS - 1), shown.slice(SEGMENTS - 1).join(":")].slice(0, shown.length);
  return [...known, ...Array.from({ length: SEGMENTS - known.length }, () => "*")];
}

const VARIABLE = /\$\{[^}]*\}/g;

/** Whether every string that `narrow` matches is matched by `wide`. `*` is any text, `?` any character, in both. */
export function globContains(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  // A variable in the wider pattern has a value that nobody knows here; in the narrower one it may be any text.
  if (wide.search(VARIABLE) >= 0) return false;
  const text = narrow.replace(VARIABLE, "*");
  let [position, index, star, starIndex] = [0, 0, -1, 0];
  while (index < text.length) {
    const character = wide[position];
    if (character === "*") {
      star = position++;
      starIndex = index;
    } else if (character === text[index] ? true : character === "?" && text[index] !== "*") {
      position++;
      index++;
    } else if (star >= 0) {
      position = star + 1;
      index = ++starIndex;
    } else {
      return false;
    }
  }
  return /^\**$/.test(wide.slice(position));
}

/** Whether some string matches both patterns. */
function patternsMayMeet(one: string, other: string): boolean {
  const [left, right] = [one.replace(VARIABLE, "*"), other.replace(VARIABLE, "*")];
  const width = right.length + 1;
  /** Whether what is left of both from here on may meet. */
  const meets = new Uint8Array((left.length + 1) * width);
  const at = (i: number, j: number): boolean => meets[i * width + j] === 1;
  for (let i = left.length; i >= 0; i--) {
    for (let j = right.length; j >= 0; j--) {
      const [a, b] = [left[i], right[j]];
      const met =
        (a === undefined && b === undefined) ||
        (a === "*" && (at(i + 1, j) || (b !== undefined && at(i, j + 1)))) ||
        (b === "*" && (at(i, j + 1) || (a !== undefined && at(i + 1, j)))) ||
        (a !== undefined && b !== undefined && (a === b || a === "?" || b === "?") && at(i + 1, j + 1));
      if (met) meets[i * width + j] = 1;
    }
  }
  return at(0, 0);
}
