/**
 * Checks values against the definition of a parameter.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
 */
import { createContext, Script, type Context } from "node:vm";
import { isList, isObject } from "../json";
import { javaPattern } from "./java-pattern";
import type { ValueType } from "../value-types";

type Definition = Readonly<Record<string, unknown>>;

const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  String: "a string",
  StringList: "a list of strings",
  Integer: "an integer",
  Boolean: "a Boolean",
  StringMap: "a map",
  MapList: "a list of maps",
};

/** Why a parameter of this type and definition does not accept the value; undefined if it accepts the value. */
export function faultOf(value: unknown, type: ValueType, definition: Definition): string | undefined {
  return typeFault(value, type) ?? limitFault(value, type, definition);
}

/** Why the value is not of the type; undefined if it is. */
export function typeFault(value: unknown, type: ValueType): string | undefined {
  return hasType(value, type) ? undefined : `${JSON.stringify(value)} is not ${TYPE_NAMES[type]}.`;
}

/** Why allowedValues, allowedPattern or the limits exclude the value, which has the type. */
export function limitFault(value: unknown, type: ValueType, definition: Definition): string | undefined {
  if (isLeftOut(value, definition["default"])) return undefined;
  const items = isList(value) && (type === "StringList" || type === "MapList") ? value : [value];
  const allowed = definition["allowedValues"];
  if (isList(allowed)) {
    const known = new Set(allowed.map((item) => JSON.stringify(item)));
    const other = items.find((item) => !known.has(JSON.stringify(item)) && !known.has(JSON.stringify(String(item))));
    if (other !== undefined) return `${JSON.stringify(other)} is not among the allowedValues.`;
  }
  return patternFault(items, definition["allowedPattern"]) ?? sizeFault(value, definition);
}

/** AWS's own runbooks make a parameter optional by an empty default, even if everything else excludes the empty value. */
function isLeftOut(value: unknown, defaultValue: unknown): boolean {
  const isEmpty = value === "" || (isList(value) && value.length === 0);
  return isEmpty && JSON.stringify(value) === JSON.stringify(defaultValue);
}

function patternFault(items: readonly unknown[], source: unknown): string | undefined {
  const translated = typeof source === "string" ? javaPattern(source) : undefined;
  if (translated?.kind !== "pattern") return undefined;
  const isQuick = (String(source).match(/[*+?{]/g)?.length ?? 0) <= 1;
  for (const item of items) {
    // AWS's own runbooks restrict numbers by patterns of their digits.
    const matches =
      typeof item === "string" || typeof item === "number"
        ? matchesInTime(translated.pattern, String(item), isQuick)
        : true;
    if (matches === true) continue;
    const problem = matches === undefined ? "takes too long to match" : "does not match";
    return `${JSON.stringify(item)} ${problem} the allowedPattern ${String(source)}.`;
  }
  return undefined;
}

function sizeFault(value: unknown, definition: Definition): string | undefined {
  const [size, unit] =
    typeof value === "string" ? [value.length, "Chars"] : isList(value) ? [value.length, "Items"] : [undefined, ""];
  if (size === undefined) return undefined;
  if (size < Number(definition[`min${unit}`] ?? 0)) return `The value is shorter than min${unit}.`;
  return size > Number(definition[`max${unit}`] ?? Infinity) ? `The value is longer than max${unit}.` : undefined;
}

function hasType(value: unknown, type: ValueType): boolean {
  switch (type) {
    case "String":
      return !isList(value) && !isObject(value) && value !== null;
    case "Integer":
      return /^-?\d+$/.test(String(value));
    case "Boolean":
      return typeof value === "boolean";
    case "StringList":
      return isList(value);
    case "StringMap":
      return isObject(value) || isJson(value);
    case "MapList":
      return (isList(value) && value.every(isObject)) || isJson(value);
  }
}

/** Whether a value may be listed in the allowedValues of a parameter of this type. */
export function isAllowedItem(value: unknown, type: ValueType): boolean {
  switch (type) {
    case "String":
    case "StringList":
      return !isList(value) && !isObject(value) && value !== null;
    case "Integer":
      return /^-?\d+$/.test(String(value));
    case "Boolean":
      return /^(true|false)$/i.test(String(value));
    case "StringMap":
    case "MapList":
      return true;
  }
}

function isJson(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds. Ordinary patterns need a fraction of a millisecond. */
const LONGEST_MATCH = 250;

const MATCH = new Script("pattern.test(value)");
let context: Context | undefined;

/**
 * Whether the value matches; undefined if matching takes too long. `(a+)+` can take hours for a value that nearly matches,
 * and would block the process meanwhile.
 * @param isQuick whether the pattern has at most one repetition, so that matching is always quick
 */
function matchesInTime(pattern: RegExp, value: string, isQuick: boolean): boolean | undefined {
  if (isQuick) return pattern.test(value);
  context ??= createContext();
  Object.assign(context, { pattern, value });
  try {
    return MATCH.runInContext(context, { timeout: LONGEST_MATCH }) === true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}
