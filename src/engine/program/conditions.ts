/** The conditions of aws:branch and aws:loop. A comparison with a reference that has no value is false. */
import { OPERATORS, type Condition, type Operator } from "../../document/condition";
import { isList, isObject } from "../../diagnostics/json";
import type { Json } from "../../document/json";
import { AutomationError } from "../errors";
import type { Scope } from "./scope";
import { fillOrNothing, templateOf, type Names } from "./templates";
import { stringOf } from "../values";

/** Whether the condition is true. @throws StepFailure for a reference to something that the document does not declare */
export type CompiledCondition = (scope: Scope) => boolean;

type Comparison = (value: Json, operand: Json) => boolean;

const COMPARISONS: Readonly<Record<Operator, Comparison>> = {
  StringEquals: onStrings((value, operand) => value === operand),
  EqualsIgnoreCase: onStrings((value, operand) => value.toLowerCase() === operand.toLowerCase()),
  StartsWith: onStrings((value, operand) => value.startsWith(operand)),
  EndsWith: onStrings((value, operand) => value.endsWith(operand)),
  Contains: (value, operand) =>
    isList(value)
      ? value.some((item) => stringOf(item) === stringOf(operand))
      : stringOf(value).includes(stringOf(operand)),
  NumericEquals: onNumbers((value, operand) => value === operand),
  NumericGreater: onNumbers((value, operand) => value > operand),
  NumericLesser: onNumbers((value, operand) => value < operand),
  NumericGreaterOrEquals: onNumbers((value, operand) => value >= operand),
  NumericLesserOrEquals: onNumbers((value, operand) => value <= operand),
  BooleanEquals: onStrings(
    (value, operand) => /^(true|false)$/i.test(value) && value.toLowerCase() === operand.toLowerCase(),
  ),
};

export function conditionOf(condition: Condition, names: Names): CompiledCondition {
  const { And: all, Or: some, Not: not } = condition as Readonly<Record<string, Condition | readonly Condition[]>>;
  if (all !== undefined) {
    const conditions = conditionsOf(all, names);
    return (scope) => conditions.every((holds) => holds(scope));
  }
  if (some !== undefined) {
    const conditions = conditionsOf(some, names);
    return (scope) => conditions.some((holds) => holds(scope));
  }
  if (not !== undefined) {
    // Some documents write a list of one condition instead of the condition.
    const conditions = conditionsOf(not, names);
    return (scope) => !conditions.every((holds) => holds(scope));
  }
  return comparisonOf(condition, names);
}

function conditionsOf(value: Condition | readonly Condition[], names: Names): readonly CompiledCondition[] {
  return (isList(value) ? value : [value]).map((condition) => conditionOf(condition, names));
}

function comparisonOf(condition: Readonly<Record<string, Json>>, names: Names): CompiledCondition {
  const operator = isObject(condition)
    ? Object.keys(condition).find((key) => Object.hasOwn(OPERATORS, key))
    : undefined;
  if (operator === undefined) {
    throw new AutomationError("InvalidDocumentContent", `The condition ${JSON.stringify(condition)} has no operator.`);
  }
  const variable = templateOf(condition["Variable"] ?? null, names);
  const operand = templateOf(condition[operator] ?? null, names);
  const holds = COMPARISONS[operator as Operator];
  return (scope) => {
    const left = fillOrNothing(variable, scope) ?? undefined;
    const right = fillOrNothing(operand, scope) ?? undefined;
    return left !== undefined && right !== undefined && holds(left, right);
  };
}

function onStrings(holds: (value: string, operand: string) => boolean): Comparison {
  return (value, operand) => holds(stringOf(value), stringOf(operand));
}

/** A comparison with a string that is not a number is false. */
function onNumbers(holds: (value: number, operand: number) => boolean): Comparison {
  return (value, operand) => holds(numberOf(value), numberOf(operand));
}

function numberOf(value: Json): number {
  const trimmed = typeof value === "string" ? value.trim() : value;
  return typeof trimmed === "number" || (typeof trimmed === "string" && trimmed !== "") ? Number(trimmed) : NaN;
}
