/**
 * Reads the inputs of a step. They arrive with their references resolved, but not always in the type that an API wants:
 * `"true"` for a Boolean, `"5"` for an Integer, one value for a list of one, JSON text for a map.
 */
import { isList, isObject, type Json, type JsonObject } from "../../document/json";
import { StepFailure } from "../errors";
import { textOf } from "../values";

/** Gives the value in the type wanted; undefined where it says nothing. @throws StepFailure where it does not fit */
export type Reader<Value extends Json = Json> = (value: Json, name: string) => Value | undefined;

/** The members that `readers` lists and the step has, each in its type; the others are left out. */
export function read(inputs: JsonObject, readers: Readonly<Record<string, Reader>>): Record<string, Json> {
  const values: Record<string, Json> = {};
  // A step has a few of the inputs that there are.
  for (const name in inputs) {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    const value = reader === undefined ? undefined : input(inputs, name, reader);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** One input; undefined where the step does not have it. */
export function input<Value extends Json>(inputs: JsonObject, name: string, reader: Reader<Value>): Value | undefined {
  const value = inputs[name];
  return value === undefined || value === null ? undefined : reader(value, name);
}

/** One input that must be there. @throws StepFailure */
export function required<Value extends Json>(inputs: JsonObject, name: string, reader: Reader<Value>): Value {
  const value = input(inputs, name, reader);
  if (value === undefined) throw invalid(`${name} is missing or empty`);
  return value;
}

/** An empty text is no value: `default: ""` is AWS's own way to make a parameter optional. */
export const text: Reader<string> = (value, name) => {
  if (typeof value === "object") throw unfit(value, name, "a String");
  return value === "" ? undefined : String(value);
};

export const flag: Reader<boolean> = (value, name) => {
  if (value === "") return undefined;
  const word = textOf(value).toLowerCase();
  if (word !== "true" && word !== "false") throw unfit(value, name, "a Boolean");
  return word === "true";
};

export const integer: Reader<number> = (value, name) => {
  if (value === "") return undefined;
  if (typeof value === "object" || !/^-?\d+$/.test(String(value))) throw unfit(value, name, "an Integer");
  return Number(value);
};

/** An empty list is no value, as an API takes it. */
export const texts: Reader<readonly string[]> = (value, name) => {
  const items = isList(value) ? value : [value];
  const found = items.map((item) => text(item, name)).filter((item) => item !== undefined);
  return found.length === 0 ? undefined : found;
};

export const map: Reader<JsonObject> = (value, name) => {
  if (value === "") return undefined;
  const parsed = typeof value === "string" ? parse(value) : value;
  if (!isObject(parsed)) throw unfit(value, name, "a StringMap");
  return parsed;
};

export const maps: Reader<readonly JsonObject[]> = (value, name) => {
  if (value === "") return undefined;
  const parsed = typeof value === "string" ? (parse(value) ?? value) : value;
  const items = isList(parsed) ? parsed : [parsed];
  const found = items.map((item) => map(item, name)).filter((item) => item !== undefined);
  return found.length === 0 ? undefined : found;
};

/** A text that may be written as a map or list, which is then its JSON. */
export const jsonText: Reader<string> = (value) => (value === "" ? undefined : textOf(value));

/** A failure of the step before it has done anything. */
export function invalid(message: string): StepFailure {
  return new StepFailure(message, "InputValidation");
}

function unfit(value: Json, name: string, type: string): StepFailure {
  return invalid(`${JSON.stringify(value)} is no value for the input ${name}, which is ${type}`);
}

function parse(value: string): Json | undefined {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}
