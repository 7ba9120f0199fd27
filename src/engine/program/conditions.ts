/** The conditions of aws:branch and aws:loop. A comparison with something that has no value does not hold. */
import { OPERATORS, type Condition, type Operator } from "../../document/condition";
import { isList, isObject, type Json } from "../../document/json";
import { AutomationError } from "../errors";
import type { Scope } from "./scope";
import { fillOrNothing, templateOf, type Names } from "./templates";
import { textOf } from "../values";

/** Whether the condition holds. @throws StepFailure for a reference to what the document does not have */
export type CompiledCondition = (scope: Scope) => boolean;

type Comparison = (value: Json, operand: Json) => boolean;

const COMPARISONS: Readonly<Record<Operator, Comparison>> = {
  StringEquals: onTexts((value, operand) => value === operand),
  EqualsIgnoreCase: onTexts((value, operand) => value.toLowerCase() === operand.toLowerCase()),
  StartsWith: onTexts((value, operand) => value.startsWith(operand)),
  EndsWith: onTexts((value, operand) => value.endsWith(operand)),
  Contains: (value, operand) =>
    isList(value) ? value.some((item) => textOf(item) === textOf(operand)) : textOf(value).includes(textOf(operand)),
  NumericEquals: onNumbers((value, operand) => value === operand),
  NumericGreater: onNumbers((value, operand) => value > operand),
  NumericLesser: onNumbers((value, operand) => value < operand),
  NumericGreaterOrEquals: onNumbers((value, operand) => value >= operand),
  NumericLesserOrEquals: onNumbers((value, operand) => value <= operand),
  BooleanEquals: onTexts(
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
    // A list of one is taken for the condition in it, as some documents write it.
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
    throw new AutomationError(
      "InvalidDocumentContent",
      `There is no operator in the condition ${JSON.stringify(condition)}.`,
    );
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

function onTexts(holds: (value: string, operand: string) => boolean): Comparison {
  return (value, operand) => holds(textOf(value), textOf(operand));
}

/** A text that is no number compares as nothing does. */
function onNumbers(holds: (value: number, operand: number) => boolean): Comparison {
  return (value, operand) => holds(numberOf(value), numberOf(operand));
}

function numberOf(value: Json): number {
  const text = typeof value === "string" ? value.trim() : value;
  return typeof text === "number" || (typeof text === "string" && text !== "") ? Number(text) : NaN;
}
