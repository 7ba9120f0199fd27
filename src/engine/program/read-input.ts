/**
 * Converts the inputs of a step to the types that its action declares. Their references are resolved, but an input may be
 * `"true"` for a Boolean, `"5"` for an Integer, one value for a list of one, or a string of JSON for a map.
 * compiled-input.ts has checked before whether the action accepts the value.
 */
import { isList, isObject } from "../../diagnostics/json";
import type { Json, JsonObject } from "../../document/json";
import { isRequired, type Field, type Fields, type Shape } from "../../document/shapes";
import { StepFailure } from "../errors";
import { setMember } from "../members";
import { stringOf } from "../values";

/**
 * Converts a value to the type of its shape. Undefined if the value is empty: an empty string is AWS's own way to make a
 * parameter optional, and an API treats an empty list as missing.
 * @param name of the input or member, for the message
 * @throws StepFailure of stage InputValidation if it does not fit
 */
export function readValue(value: Json, shape: Shape, name: string): Json | undefined {
  switch (shape.kind) {
    case "string":
      if (typeof value === "object" && shape.orJson !== true) throw unfit(value, name, "a String");
      return value === "" && shape.mayBeEmpty !== true ? undefined : stringOf(value);
    case "integer":
      if (value === "") return undefined;
      if (!/^-?\d+$/.test(stringOf(value))) throw unfit(value, name, "an Integer");
      return Number(value);
    case "boolean": {
      if (value === "") return undefined;
      const word = stringOf(value).toLowerCase();
      if (word !== "true" && word !== "false") throw unfit(value, name, "a Boolean");
      return word === "true";
    }
    case "list": {
      const items = itemsOf(value, shape.of).map((item) => readValue(item, shape.of, name));
      const found = items.filter((item) => item !== undefined);
      return found.length === 0 && shape.mayBeEmpty !== true ? undefined : found;
    }
    case "map":
      return value === "" ? undefined : readMap(mapOf(value, name), shape.of);
    case "record":
      return value === "" ? undefined : readMembers(mapOf(value, name), shape.fields);
    case "any":
      return shape.as === undefined ? value : readValue(value, shape.as, name);
    case "steps":
    case "choices":
    case "condition":
      return value;
  }
}

function readMap(value: JsonObject, of: Shape): JsonObject {
  if (of.kind === "any" && of.as === undefined) return value;
  const members: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    const member = readValue(item, of, name);
    if (member !== undefined) setMember(members, name, member);
  }
  return members;
}

function readMembers(value: JsonObject, fields: Fields): JsonObject {
  const members: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const member = shape === undefined || item === null ? undefined : readValue(item, shape, name);
    if (member !== undefined) setMember(members, name, member);
  }
  return complete(members, alwaysThere(fields));
}

/** The members that are required or have a default, by name. */
export function alwaysThere(fields: Fields): readonly (readonly [string, Field])[] {
  return Object.entries(fields).filter(([, field]) => isRequired(field) || field.default !== undefined);
}

/**
 * The members, with defaults for those without a value.
 * @throws StepFailure of stage InputValidation if a required member has no value
 */
export function complete(members: Record<string, Json>, wanted: ReturnType<typeof alwaysThere>): JsonObject {
  for (const [name, field] of wanted) {
    if (members[name] !== undefined) continue;
    if (field.default === undefined) throw invalid(`${name} is missing or empty`);
    members[name] = field.default;
  }
  return members;
}

/** A failure of the step before its action starts. */
export function invalid(message: string): StepFailure {
  return new StepFailure(message, "InputValidation");
}

function unfit(value: Json, name: string, type: string): StepFailure {
  return invalid(`The input ${name} is ${type}; its value cannot be ${JSON.stringify(value)}`);
}

function itemsOf(value: Json, of: Shape): readonly Json[] {
  const hasMaps = of.kind === "map" || of.kind === "record";
  const list = hasMaps && typeof value === "string" ? (parse(value) ?? value) : value;
  return isList(list) ? list : [list];
}

function mapOf(value: Json, name: string): JsonObject {
  const map = typeof value === "string" ? parse(value) : value;
  if (!isObject(map)) throw unfit(value, name, "a StringMap");
  return map;
}

function parse(json: string): Json | undefined {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}
