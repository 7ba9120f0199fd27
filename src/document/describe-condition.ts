/** Conditions of aws:branch and aws:loop in words, for graphs. */
import type { Operator } from "./condition";
import { isList, isObject } from "./json";

const WORDS: Readonly<Record<Operator, string>> = {
  StringEquals: "=",
  EqualsIgnoreCase: "= (any case)",
  StartsWith: "starts with",
  EndsWith: "ends with",
  Contains: "contains",
  NumericEquals: "=",
  NumericGreater: ">",
  NumericLesser: "<",
  NumericGreaterOrEquals: ">=",
  NumericLesserOrEquals: "<=",
  BooleanEquals: "is",
};

/** For example `{{ state.Code }} > 16`; `?` for a value that is not a condition. */
export function describeCondition(condition: unknown): string {
  if (!isObject(condition)) return "?";
  const { And: all, Or: some, Not: not } = condition;
  if (isList(all)) return all.map(describeCondition).join(" and ");
  if (isList(some)) return some.map(describeCondition).join(" or ");
  if (not !== undefined) return `not ${describeCondition(isList(not) ? not[0] : not)}`;
  const operator = Object.entries(WORDS).find(([name]) => condition[name] !== undefined);
  if (operator === undefined) return "?";
  const [name, words] = operator;
  return `${shown(condition["Variable"])} ${words} ${shown(condition[name])}`;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "?");
}
