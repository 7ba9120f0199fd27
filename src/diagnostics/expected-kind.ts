/** The words for a value of the wrong kind: what was expected, and how to write it. */
import { isList, isObject } from "./json";
import { quoted } from "./quoted";

const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "an integer",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
};

/** @param expected as zod calls it */
export function kindName(expected: string): string {
  return KINDS[expected] ?? expected;
}

/** Whether a value is a string that YAML 1.1 and people read as true or false. YAML 1.2 does not. */
export function isTruth(value: unknown): boolean {
  return typeof value === "string" && /^(true|false|yes|no|on|off)$/i.test(value);
}

/**
 * How to write the value that was meant, judged by the value that was found.
 * @param expected as zod calls it
 * @param keys those that a map at the value's place has
 */
export function howToWrite(expected: string, value: unknown, keys: readonly string[] = []): string {
  if (value === null) return "Write its value after the colon, or remove the key.";
  const kind = kindName(expected);
  switch (kind) {
    case "a string":
      if (isList(value)) return "Write one string, without a hyphen and without brackets.";
      return isObject(value) ? oneString(value) : `Put it in quotes: ${quoted(quoted(value))}.`;
    case "true or false":
      return isTruth(value) ? "Write true or false, without quotes." : "Write true or false.";
    case "a number":
    case "an integer":
      return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)
        ? "Remove the quotes."
        : `Write ${kind}, without a unit.`;
    case "a list":
      return typeof value === "string"
        ? `Write a list: [${quoted(value)}].`
        : "Write a list: begin each entry with a hyphen.";
    case "a map":
      return keys.length > 0
        ? `Write a map with the keys that it has: ${keys.join(", ")}.`
        : "Write a map: keys with their values.";
    default:
      return `Write ${kind}.`;
  }
}

function oneString(value: Readonly<Record<string, unknown>>): string {
  const [string, ...others] = Object.values(value).filter((each) => typeof each === "string");
  return string !== undefined && others.length === 0
    ? `Write ${quoted(string)} alone, without a key.`
    : "Write one string, without keys of its own.";
}
