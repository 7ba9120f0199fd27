/** A property of an AWS resource, as two actions ask for it: one asserts what it is, the other waits until it is that. */
import { isList, type Json } from "../../document/json";
import type { ActionContext, InputsOf } from "../steps/action-runner";
import { selectorOf } from "../program/selectors";
import { textOf } from "../values";
import { callOfStep } from "./api";

export interface Property {
  readonly selector: string;
  /** Undefined where the response has nothing there. */
  readonly value: Json | undefined;
  readonly desired: readonly Json[];
  readonly isDesired: boolean;
}

type Inputs = InputsOf<"aws:assertAwsResourceProperty" | "aws:waitForAwsResourceProperty">;

/** Calls the API and compares. @throws ApiCallError, StepFailure */
export async function readProperty(context: ActionContext<Inputs>): Promise<Property> {
  const { PropertySelector: selector, DesiredValues: desired, ...call } = context.inputs;
  const response = await callOfStep(context, call);
  const value = selectorOf(selector)(response);
  return { selector, value, desired, isDesired: matches(value, desired) };
}

/** The property and what was wanted, for messages. */
export function describeProperty({ selector, value, desired }: Property): string {
  const actual = value === undefined || isEmpty(value) ? "has no value" : `is ${textOf(value)}`;
  return `The property ${selector} ${actual}; desired values are [${desired.map(textOf).join(", ")}]`;
}

/** AWS does not say what becomes of a selector that gives several values. Here each of them has to be a desired one. */
function matches(value: Json | undefined, desired: readonly Json[]): boolean {
  if (value === undefined) return false;
  if (!isList(value)) return desired.some((wanted) => isSame(value, wanted));
  return !isEmpty(value) && value.every((item) => desired.some((wanted) => isSame(item, wanted)));
}

/** What a selector gives that may lead to several places and leads to none. */
function isEmpty(value: Json): boolean {
  return isList(value) && value.length === 0;
}

/** Values are compared as texts. AWS wants `"True"` for a Boolean; `"true"` and true itself are understood too. */
function isSame(value: Json, wanted: Json): boolean {
  const [left, right] = [textOf(value), textOf(wanted)];
  const hasBoolean = typeof value === "boolean" || typeof wanted === "boolean";
  return hasBoolean ? left.toLowerCase() === right.toLowerCase() : left === right;
}
