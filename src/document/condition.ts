/**
 * Conditions: the choices of aws:branch and the LoopCondition of aws:loop.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
import type { Reference } from "./references";

/** Every operator with the type of its operand. */
export const OPERATORS = {
  StringEquals: "String",
  EqualsIgnoreCase: "String",
  StartsWith: "String",
  EndsWith: "String",
  Contains: "String",
  NumericEquals: "Integer",
  NumericGreater: "Integer",
  NumericLesser: "Integer",
  NumericGreaterOrEquals: "Integer",
  NumericLesserOrEquals: "Integer",
  BooleanEquals: "Boolean",
} as const;

export type Operator = keyof typeof OPERATORS;

interface OperandTypes {
  readonly String: string;
  readonly Integer: number | Reference;
  readonly Boolean: boolean | Reference;
}

/** One variable compared with one value. */
type Comparison = {
  [Name in Operator]: { readonly Variable: string } & {
    readonly [Key in Name]: OperandTypes[(typeof OPERATORS)[Name]];
  };
}[Operator];

export type Condition =
  | Comparison
  | { readonly And: readonly Condition[] }
  | { readonly Or: readonly Condition[] }
  | { readonly Not: Condition };

/** A condition with the step that runs next if the condition is true. */
export type Choice = Condition & { readonly NextStep: string };
