/** The parameters of a Command document: reads their values, and replaces the references to them in the steps. */
import { isList, type Json, type JsonObject } from "../../../document/json";
import { faultOf } from "../../../document/parameters/parameter-values";
import { fillStored, storeFault, storeNames, type StoredValues } from "../../../document/parameters/parameter-store";
import { AwsError } from "../../protocol/aws-error";
import type { CommandDocument, ParameterDefinition } from "./command-document";

const REFERENCE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** The values of SendCommand, a list of strings each. */
export type Given = Readonly<Record<string, readonly string[]>>;

/** The names in Parameter Store to which the values of the document's parameters refer, defaults included. */
export function storedNames({ parameters }: CommandDocument, given: Given): readonly string[] {
  const values = Object.entries(parameters).flatMap(([name, definition]) => given[name] ?? writtenDefault(definition));
  return storeNames(values);
}

/**
 * The value of each parameter of the document, defaults included.
 * @param stored the parameters in Parameter Store that storedNames names, as far as they exist
 * @throws AwsError InvalidParameters, with the name of the parameter
 */
export function parameterValues({ parameters }: CommandDocument, given: Given, stored: StoredValues): JsonObject {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) {
    const names = Object.keys(parameters).join(", ") || "none";
    throw invalid(`The document has no parameter ${unknown}. Its parameters are: ${names}.`);
  }
  return Object.fromEntries(
    Object.entries(parameters).map(([name, definition]) => [name, valueOf(name, definition, given[name], stored)]),
  );
}

/** The strings of a default that can refer to Parameter Store; none for other defaults. */
function writtenDefault({ default: value }: ParameterDefinition): readonly string[] {
  if (typeof value === "string") return [value];
  return isList(value) && value.every((item) => typeof item === "string") ? value : [];
}

function valueOf(
  name: string,
  definition: ParameterDefinition,
  sent: readonly string[] | undefined,
  stored: StoredValues,
): Json {
  const written = sent ?? writtenDefault(definition);
  const names = storeNames(written);
  if (sent === undefined && names.length === 0) {
    if (definition.default === undefined) throw invalid(`The parameter ${name} is required.`);
    return definition.default;
  }
  for (const each of names) {
    const fault = storeFault(each, stored);
    if (fault !== undefined) throw invalid(`The parameter ${name} refers to {{ssm:${each}}}. ${fault}`);
  }
  const given = fillStored(written, stored, definition.type === "StringList");
  if (definition.type !== "StringList" && definition.type !== "MapList" && given.length !== 1) {
    throw invalid(`The parameter ${name} takes one value, found ${String(given.length)}.`);
  }
  // faultOf accepts empty values, which a runbook's defaults may have; the values of a command must not be empty.
  if (given.length < Number(definition["minItems"] ?? 0)) throw invalid(`The parameter ${name} has no values.`);
  const value = typed(definition.type, given);
  const fault = faultOf(value, definition.type, definition);
  if (fault !== undefined) throw invalid(`The parameter ${name} is invalid: ${fault}`);
  return value;
}

/** A value that cannot be converted to its type stays a string, which then fails the type check. */
function typed(type: ParameterDefinition["type"], given: readonly string[]): Json {
  const [first = ""] = given;
  switch (type) {
    case "String":
      return first;
    case "StringList":
      return given;
    case "Boolean":
      return /^(true|false)$/i.test(first) ? first.toLowerCase() === "true" : first;
    case "Integer":
      return /^-?\d+$/.test(first) ? Number(first) : first;
    case "StringMap":
      return readJson(first);
    case "MapList":
      return given.length === 1 && first.trimStart().startsWith("[") ? readJson(first) : given.map(readJson);
  }
}

function readJson(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** The environment variables of a script: `SSM_<name>` for each parameter with the interpolation type ENV_VAR. */
export function environmentOf({ parameters }: CommandDocument, values: JsonObject): Readonly<Record<string, string>> {
  const inEnvironment = Object.entries(values).filter(([name]) => parameters[name]?.interpolationType === "ENV_VAR");
  return Object.fromEntries(inEnvironment.map(([name, value]) => [`SSM_${name}`, asString(value)]));
}

/**
 * The values that are pasted into a script. References to a String of the interpolation type ENV_VAR stay as they are; a list
 * is lines of a script, which only pasting brings there.
 */
export function pastedValues({ parameters }: CommandDocument, values: JsonObject): JsonObject {
  const isPasted = (name: string): boolean =>
    parameters[name]?.interpolationType !== "ENV_VAR" || parameters[name].type !== "String";
  return Object.fromEntries(Object.entries(values).filter(([name]) => isPasted(name)));
}

/** The lines of a script: a string or a list, in which an item that refers to a list becomes the lines of that list. */
export function linesOf(template: Json, values: JsonObject): readonly string[] {
  const filled = isList(template) ? template.flatMap((item) => fill(item, values)) : [fill(template, values)].flat();
  return filled.map(asString);
}

/** The inputs of an agent's plugin, with their references replaced. */
export function filledInputs(inputs: JsonObject, values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(inputs).map(([name, template]) => [name, fill(template, values)]));
}

/** The template as a string, with its references replaced. */
export function filledString(template: Json, values: JsonObject): string {
  return asString(fill(template, values));
}

/**
 * A string that consists of one reference becomes the parameter's value; in other strings each reference is replaced.
 * Other braces are left as they are.
 */
function fill(template: Json, values: JsonObject): Json {
  if (typeof template !== "string") return template;
  const [whole, name = ""] = new RegExp(`^${REFERENCE.source}$`).exec(template.trim()) ?? [];
  if (whole !== undefined && Object.hasOwn(values, name)) return values[name] ?? "";
  return template.replace(REFERENCE, (all, each: string) =>
    Object.hasOwn(values, each) ? asString(values[each] ?? "") : all,
  );
}

function asString(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameters", message);
}
