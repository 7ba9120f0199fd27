/** Reads a property of an AWS resource, for aws:assertAwsResourceProperty and aws:waitForAwsResourceProperty. */
import { isList } from "../../diagnostics/json";
import type { Json } from "../../document/json";
import type { ActionContext, InputsOf } from "../steps/action-runner";
import { selectorOf } from "../program/selectors";
import { stringOf } from "../values";
import { callOfStep } from "./api";

export interface Property {
  readonly selector: string;
  /** Undefined if the response has no such value. */
  readonly value: Json | undefined;
  readonly desired: readonly Json[];
  readonly isDesired: boolean;
}

type Inputs = InputsOf<"aws:assertAwsResourceProperty" | "aws:waitForAwsResourceProperty">;

/** Calls the API and compares the property with the desired values. @throws ApiCallError, StepFailure */
export async function readProperty(context: ActionContext<Inputs>): Promise<Property> {
  const { PropertySelector: selector, DesiredValues: desired, ...call } = context.inputs;
  const response = await callOfStep(context, call);
  const value = selectorOf(selector)(response);
  return { selector, value, desired, isDesired: matches(value, desired) };
}

/** The property and the desired values, for messages. */
export function describeProperty({ selector, value, desired }: Property): string {
  const actual = value === undefined || isEmpty(value) ? "has no value" : `is ${stringOf(value)}`;
  return `The property ${selector} ${actual}; desired values are [${desired.map(stringOf).join(", ")}]`;
}

/** AWS does not document selectors with several results. Here each of them must be one of the desired values. */
function matches(value: Json | undefined, desired: readonly Json[]): boolean {
  if (value === undefined) return false;
  if (!isList(value)) return desired.some((desiredValue) => isSame(value, desiredValue));
  return !isEmpty(value) && value.every((item) => desired.some((desiredValue) => isSame(item, desiredValue)));
}

/** Whether the value is the result of a selector that can have several results and has none. */
function isEmpty(value: Json): boolean {
  return isList(value) && value.length === 0;
}

/** Compares values as strings. AWS documents `"True"` for a Boolean; `"true"` and true itself are accepted too. */
function isSame(value: Json, desiredValue: Json): boolean {
  const [left, right] = [stringOf(value), stringOf(desiredValue)];
  const hasBoolean = typeof value === "boolean" || typeof desiredValue === "boolean";
  return hasBoolean ? left.toLowerCase() === right.toLowerCase() : left === right;
}
