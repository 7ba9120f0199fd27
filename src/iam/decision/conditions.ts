/**
 * Whether a request meets the conditions of a statement, with a reason if it does not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { operatorParts, operators, type Operator, type Scope, type SetOperator } from "./operators";
import type { Condition } from "./policy";
import { isMultivalued } from "./request";

/** `reason` continues a sentence about the statement: "its condition …". */
export type Verdict =
  | { readonly outcome: "met" }
  | { readonly outcome: "not-met"; readonly reason: string }
  /** The caller must deny. */
  | { readonly outcome: "not-understood"; readonly reason: string };

const met: Verdict = { outcome: "met" };

/** All conditions together. A condition that is not met outweighs one that is not understood. */
export function checkConditions(conditions: readonly Condition[], scope: Scope): Verdict {
  const verdicts = conditions.map((condition) => checkCondition(condition, scope));
  return (
    verdicts.find(({ outcome }) => outcome === "not-met") ??
    verdicts.find(({ outcome }) => outcome === "not-understood") ??
    met
  );
}

function checkCondition(condition: Condition, scope: Scope): Verdict {
  const label = `its condition ${condition.operator} ${condition.key}`;
  const values = scope.keys.get(condition.key.toLowerCase()) ?? [];
  const isSet = values.length > 1 || isMultivalued(condition.key);
  if (condition.operator === "Null") {
    return checkNull(condition, values, isSet, label);
  }
  const { setOperator, name, ifExists } = operatorParts(condition.operator);
  const operator = operators.get(name);
  if (operator === undefined) {
    return { outcome: "not-understood", reason: `${label} has an operator that the sandbox does not know` };
  }
  if (setOperator === undefined && isSet) {
    return {
      outcome: "not-understood",
      reason: `${label} needs ForAllValues or ForAnyValue, because a request can have several values of this key`,
    };
  }
  const readings = condition.values.map((value) => operator.read(value, scope));
  if (readings.includes("malformed")) {
    return {
      outcome: "not-understood",
      reason: `${label} has a value that ${name} cannot read: ${quote(condition.values)}`,
    };
  }
  const unresolved = readings.includes("unresolved-variable");
  const matches = (value: string) => readings.some((reading) => typeof reading === "function" && reading(value));
  // A variable without a value is null. Nothing equals null, so a negated operator holds: AWS's guide says so of "inverted" operators.
  const holds = (value: string) => operator.negated !== matches(value);

  if (checkValues(setOperator, values, holds) ?? holdsWithoutKey(setOperator, operator, ifExists)) {
    return met;
  }
  const expected = `${operator.negated ? "none of " : ""}${quote(condition.values)}`;
  const actual = values.length === 0 ? "does not have this key" : `has ${quote(values)}`;
  const variable = unresolved ? ", and a policy variable in it has no value in the request" : "";
  return { outcome: "not-met", reason: `${label} expects ${expected}, the request ${actual}${variable}` };
}

/** Undefined if there is nothing to compare. */
function checkValues(
  setOperator: SetOperator | undefined,
  values: readonly string[],
  holds: (value: string) => boolean,
): boolean | undefined {
  switch (setOperator) {
    case undefined:
      return values[0] === undefined ? undefined : holds(values[0]);
    case "ForAllValues":
      return isEmptySet(values) ? undefined : values.every(holds);
    case "ForAnyValue":
      return isEmptySet(values) ? undefined : values.some(holds);
  }
}

/** AWS: "… or if the key value resolves to a null dataset, such as an empty string" */
function isEmptySet(values: readonly string[]): boolean {
  return values.every((value) => value === "");
}

/**
 * If the request does not have the key, `…IfExists` and `ForAllValues` hold, and `ForAnyValue` does not. Other operators
 * hold only if they are negated.
 */
function holdsWithoutKey(setOperator: SetOperator | undefined, operator: Operator, ifExists: boolean): boolean {
  if (ifExists || setOperator === "ForAllValues") {
    return true;
  }
  return setOperator === undefined && operator.negated;
}

/** @param isSet whether the key is multivalued: a set of empty values is null, while a tag with an empty value is there */
function checkNull(condition: Condition, values: readonly string[], isSet: boolean, label: string): Verdict {
  const expected: readonly string[] = condition.values.map((value) => value.toLowerCase());
  if (expected.some((value) => value !== "true" && value !== "false")) {
    return { outcome: "not-understood", reason: `${label} has a value that is neither true nor false` };
  }
  // AWS: "true (the key doesn't exist: it is null) or false (the key exists and its value is not null)"
  const absent = values.length === 0 || (isSet && isEmptySet(values));
  if (expected.includes(String(absent))) {
    return met;
  }
  return {
    outcome: "not-met",
    reason: `${label} expects the key to be ${absent ? "present" : "absent"}, the request ${absent ? "does not have it" : `has ${quote(values)}`}`,
  };
}

function quote(values: readonly string[]): string {
  return values.length === 0 ? "nothing" : values.map((value) => JSON.stringify(value)).join(" or ");
}
