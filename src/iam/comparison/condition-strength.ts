/**
 * Which conditions demand at least as much as others. Where this cannot be decided, the answer is no.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { Condition } from "../decision/policy";
import { globContains } from "./elements";

/** Whether every request that meets `strict` meets `loose` too. */
export function conditionsImply(strict: readonly Condition[], loose: readonly Condition[]): boolean {
  return loose.every((demanded) => strict.some((condition) => implies(condition, demanded)));
}

/** The conditions of `demanded` that `conditions` do not demand. */
export function notDemanded(demanded: readonly Condition[], conditions: readonly Condition[]): readonly Condition[] {
  return demanded.filter((each) => !conditions.some((condition) => implies(condition, each)));
}

/** Whether both are about the same key with the same operator. */
export function sameSubject(one: Condition, other: Condition): boolean {
  return one.operator === other.operator && one.key.toLowerCase() === other.key.toLowerCase();
}

interface Operator {
  readonly set: string;
  readonly name: string;
  readonly ifExists: boolean;
}

function implies(strict: Condition, loose: Condition): boolean {
  if (strict.key.toLowerCase() !== loose.key.toLowerCase()) return false;
  const [one, other] = [operatorOf(strict.operator), operatorOf(loose.operator)];
  if (one.set !== other.set || (one.ifExists && !other.ifExists)) return false;
  const contains = comparison(one.name, other.name);
  if (contains === undefined) return false;
  // A negated condition demands more the more values it has.
  return isNegated(other.name)
    ? loose.values.every((value) => strict.values.some((each) => contains(each, value)))
    : strict.values.every((value) => loose.values.some((each) => contains(each, value)));
}

function operatorOf(operator: string): Operator {
  const [, set = "", name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  return { set, name: ARN_ALIASES[name] ?? name, ifExists: ifExists !== undefined };
}

/** AWS: ArnEquals and ArnLike behave identically. */
const ARN_ALIASES: Readonly<Record<string, string>> = { ArnEquals: "ArnLike", ArnNotEquals: "ArnNotLike" };

/** Stricter operators that are values of looser ones. */
const STRICTER: Readonly<Record<string, readonly string[]>> = {
  StringLike: ["StringEquals"],
  StringEqualsIgnoreCase: ["StringEquals"],
};

function isNegated(name: string): boolean {
  return /^[A-Z][a-z]+Not/.test(name) || name === "NotIpAddress";
}

/** How a value of the looser operator contains one of the stricter; undefined if the operators cannot be compared. */
function comparison(strict: string, loose: string): ((wide: string, narrow: string) => boolean) | undefined {
  if (strict !== loose && STRICTER[loose]?.includes(strict) !== true) return undefined;
  // Wildcards are literal in a value of StringEquals.
  if (strict === "StringEquals" && loose === "StringLike") {
    return (wide, narrow) => !/[*?]/.test(narrow) && globContains(wide, narrow);
  }
  if (/Like$/.test(loose)) return globContains;
  if (loose === "Bool" || loose === "Null" || /IgnoreCase$/.test(loose)) {
    return (wide, narrow) => wide.toLowerCase() === narrow.toLowerCase();
  }
  return (wide, narrow) => wide === narrow;
}
