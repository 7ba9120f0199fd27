/**
 * aws:updateVariable: sets a variable to a value of its type.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html
 */
import { isList, isObject } from "../../diagnostics/json";
import type { Json } from "../../document/json";
import { faultOf } from "../../document/parameters/parameter-values";
import type { CompiledVariable } from "../program/program";
import type { Scope } from "../program/scope";
import type { InputsOf } from "../steps/action-runner";
import { asType } from "../values";
import { invalid } from "../program/read-input";

/** AWS's limits: items of lists, characters of keys and strings. */
const MOST_MAPS = 200;
const MOST_STRINGS = 50;
const LONGEST_KEY = 50;
const LONGEST_STRING = 512;

/** @throws StepFailure if the value is not of the variable's type or exceeds AWS's limits */
export function updateVariable(
  { Name, Value: given }: InputsOf<"aws:updateVariable">,
  variables: ReadonlyMap<string, CompiledVariable>,
  scope: Scope,
): void {
  const name = Name.replace(/^variable:/, "");
  const variable = variables.get(name);
  if (variable === undefined) throw invalid(`The document has no variable ${name}`);
  // AWS does not convert values here: a number is not accepted for a String.
  const value = isOfKind(given, variable.type) ? asType(given, variable.type) : undefined;
  if (value === undefined) {
    throw invalid(`The variable ${name} is of type ${variable.type}; its value cannot be ${JSON.stringify(given)}`);
  }
  const fault = faultOf(value, variable.type, variable.definition) ?? limitFault(value);
  if (fault !== undefined) throw invalid(`The variable ${name} does not accept the value. ${fault}`);
  scope.variables.set(name, value);
}

function isOfKind(value: Json, type: CompiledVariable["type"]): boolean {
  switch (type) {
    case "String":
      return typeof value === "string";
    case "Boolean":
      return typeof value === "boolean";
    case "Integer":
      return typeof value === "number";
    case "StringList":
      return isList(value) && value.every((item) => typeof item === "string");
    case "StringMap":
    case "MapList":
      return true;
  }
}

function limitFault(value: Json): string | undefined {
  if (typeof value === "string") return lengthFault(value, 1);
  if (isList(value)) {
    const most = value.some(isObject) ? MOST_MAPS : MOST_STRINGS;
    if (value.length > most) return `It has ${value.length} items; the maximum is ${most}.`;
    return value.map((item) => limitFault(item)).find((fault) => fault !== undefined);
  }
  if (!isObject(value)) return undefined;
  const key = Object.keys(value).find(({ length }) => length < 1 || length > LONGEST_KEY);
  return key === undefined ? undefined : `Its key "${key}" does not have 1 to ${LONGEST_KEY} characters.`;
}

function lengthFault({ length }: string, least: number): string | undefined {
  return length >= least && length <= LONGEST_STRING
    ? undefined
    : `It has ${length} characters; ${least} to ${LONGEST_STRING} are allowed.`;
}
