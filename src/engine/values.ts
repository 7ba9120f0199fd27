/**
 * Values and their strings in AWS's API: parameters arrive as lists of strings, outputs leave as lists of strings, and a
 * value within a string becomes part of the string.
 */
import { isList, isObject } from "../diagnostics/json";
import type { Json, JsonObject } from "../document/json";
import type { ValueType } from "../document/value-types";
import { setMember } from "./members";
import type { ApiParameters } from "./records";

/** A value as part of a string: a string is itself, lists and maps are compact JSON. */
export function stringOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * A parameter's value from its strings: one string, one for each item of a list, JSON for maps. Undefined if the
 * strings are not a value of the type.
 */
export function fromStrings(strings: readonly string[], type: ValueType): Json | undefined {
  if (type === "StringList") return strings;
  if (type === "MapList") return mapsFrom(strings);
  // Some clients send no string at all for an empty one.
  const [string = "", ...others] = strings;
  return others.length > 0 ? undefined : fromString(string, type);
}

/** A value of a type from one string; undefined if the string is not a value of the type. */
export function fromString(string: string, type: ValueType): Json | undefined {
  switch (type) {
    case "String":
      return string;
    case "Integer":
      return /^-?\d+$/.test(string) ? Number(string) : undefined;
    case "Boolean":
      return /^(true|false)$/i.test(string) ? string.toLowerCase() === "true" : undefined;
    case "StringMap": {
      const map = parse(string);
      return isObject(map) ? map : undefined;
    }
    case "StringList":
      return [string];
    case "MapList":
      return mapsFrom([string]);
  }
}

function mapsFrom(strings: readonly string[]): Json | undefined {
  const values = strings.map(parse);
  // One string with the whole list is as common as one string for each map.
  const items = values.length === 1 && isList(values[0]) ? values[0] : values;
  return items.every(isObject) ? (items as readonly JsonObject[]) : undefined;
}

function parse(string: string): Json | undefined {
  try {
    return JSON.parse(string) as Json;
  } catch {
    return undefined;
  }
}

/**
 * A value that a document gives (a default) or a script returns, as a value of its type; undefined if it is not one.
 * Strings, numbers and Booleans are converted to one another; lists and maps are not.
 */
export function asType(value: Json, type: ValueType): Json | undefined {
  if (value === null) return undefined;
  switch (type) {
    case "StringList":
      return isList(value) ? value.map((item) => stringOf(item)) : undefined;
    case "MapList":
      return isList(value)
        ? value.every(isObject)
          ? value
          : undefined
        : typeof value === "string"
          ? fromString(value, type)
          : undefined;
    case "StringMap":
      return isObject(value) ? value : typeof value === "string" ? fromString(value, type) : undefined;
    default:
      return typeof value === "object" ? undefined : fromString(String(value), type);
  }
}

/**
 * The value of a step output, converted to the output's type as AWS converts it: a String, Integer or Boolean to a list of one, and a
 * list of one such value to the value. Undefined if there is no such conversion.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
export function toOutputType(value: Json, type: ValueType): Json | undefined {
  const hasPlainType = type === "String" || type === "Integer" || type === "Boolean";
  if (hasPlainType && isList(value)) return value.length === 1 ? asType(value[0] as Json, type) : undefined;
  const isPlain = typeof value !== "object";
  return type === "StringList" && isPlain ? [stringOf(value)] : asType(value, type);
}

/** A value as a list of strings, the form of a request. */
function toStrings(value: Json): readonly string[] {
  return isList(value) ? value.map((item) => stringOf(item)) : [stringOf(value)];
}

/** A map of values as lists of strings, the form of a request. */
export function toApiParameters(values: Readonly<Record<string, Json>>): ApiParameters {
  const strings: Record<string, readonly string[]> = {};
  for (const name in values) setMember(strings, name, toStrings(values[name] as Json));
  return strings;
}

/** Outputs as lists of strings, the form of a record. */
export function toOutputStrings(outputs: Readonly<Record<string, Json>>): ApiParameters {
  const strings: Record<string, readonly string[]> = {};
  for (const name in outputs) setMember(strings, name, outputStrings(outputs[name] as Json));
  return strings;
}

/** One output as a list of strings. The JSON of maps has the escapes of AWS's JSON writer, which is made for HTML. */
export function outputStrings(value: Json): readonly string[] {
  return isList(value) ? value.map((item) => outputString(item)) : [outputString(value)];
}

const HTML_CHARACTERS = /[<>&='\u2028\u2029]/g;

function outputString(value: Json): string {
  const string = stringOf(value);
  if (typeof value !== "object") return string;
  return string.replace(HTML_CHARACTERS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
