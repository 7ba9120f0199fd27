/**
 * Values and their strings in AWS's API: parameters arrive as lists of strings, outputs leave as lists of strings, and a
 * value within a string becomes part of the string.
 */
import { isList, isObject, type Json, type JsonObject } from "../document/json";
import type { ValueType } from "../document/value-types";
import { setMember } from "./members";
import type { ApiParameters } from "./records";

/** A value as part of a string: a string is itself, lists and maps are compact JSON. */
export function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * A parameter's value from its strings: one string, one for each item of a list, JSON for maps. Undefined if the
 * strings are not a value of the type.
 */
export function fromTexts(texts: readonly string[], type: ValueType): Json | undefined {
  if (type === "StringList") return texts;
  if (type === "MapList") return mapsFrom(texts);
  // Some clients send no string at all for an empty one.
  const [text = "", ...others] = texts;
  return others.length > 0 ? undefined : fromText(text, type);
}

/** A value of a type from one string; undefined if the string is not a value of the type. */
export function fromText(text: string, type: ValueType): Json | undefined {
  switch (type) {
    case "String":
      return text;
    case "Integer":
      return /^-?\d+$/.test(text) ? Number(text) : undefined;
    case "Boolean":
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined;
    case "StringMap": {
      const map = parse(text);
      return isObject(map) ? map : undefined;
    }
    case "StringList":
      return [text];
    case "MapList":
      return mapsFrom([text]);
  }
}

function mapsFrom(texts: readonly string[]): Json | undefined {
  const values = texts.map(parse);
  // One string with the whole list is as common as one string for each map.
  const items = values.length === 1 && isList(values[0]) ? values[0] : values;
  return items.every(isObject) ? (items as readonly JsonObject[]) : undefined;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
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
      return isList(value) ? value.map((item) => textOf(item)) : undefined;
    case "MapList":
      return isList(value)
        ? value.every(isObject)
          ? value
          : undefined
        : typeof value === "string"
          ? fromText(value, type)
          : undefined;
    case "StringMap":
      return isObject(value) ? value : typeof value === "string" ? fromText(value, type) : undefined;
    default:
      return typeof value === "object" ? undefined : fromText(String(value), type);
  }
}

/** A value as a list of strings, the form of a request. */
function toTexts(value: Json): readonly string[] {
  return isList(value) ? value.map((item) => textOf(item)) : [textOf(value)];
}

/** A map of values as lists of strings, the form of a request. */
export function toApiParameters(values: Readonly<Record<string, Json>>): ApiParameters {
  const texts: Record<string, readonly string[]> = {};
  for (const name in values) setMember(texts, name, toTexts(values[name] as Json));
  return texts;
}

/** Outputs as lists of strings, the form of a record. */
export function toOutputTexts(outputs: Readonly<Record<string, Json>>): ApiParameters {
  const texts: Record<string, readonly string[]> = {};
  for (const name in outputs) setMember(texts, name, outputTexts(outputs[name] as Json));
  return texts;
}

/** One output as a list of strings. The JSON of maps has the escapes of AWS's JSON writer, which is made for HTML. */
export function outputTexts(value: Json): readonly string[] {
  return isList(value) ? value.map((item) => outputText(item)) : [outputText(value)];
}

const HTML_CHARACTERS = /[<>&='\u2028\u2029]/g;

function outputText(value: Json): string {
  const text = textOf(value);
  if (typeof value !== "object") return text;
  return text.replace(HTML_CHARACTERS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
