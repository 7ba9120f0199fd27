/** What a value is, in the words of every message: "the string "x"", "the number 5", "a list", "a map", "nothing". */
import { isList, isObject } from "./json";
import { quoted } from "./quoted";

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (isList(value)) return "a list";
  if (isObject(value)) return "a map";
  // JSON has no NaN.
  return `the ${typeof value} ${typeof value === "number" ? value : quoted(value)}`;
}
