/** The input of a request as plain data, with functions that read its members by name. */
import { isObject } from "../../document/json";

/** Values by member name, as the operation spells it. */
export type Input = Readonly<Record<string, unknown>>;

/** A member that is a string. Undefined if it is missing, empty or not a string. */
export function stringOf(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The strings of a member that is a string or a list of strings. */
export function stringsOf(input: Input, name: string): readonly string[] {
  return [input[name]].flat().filter((item): item is string => typeof item === "string" && item !== "");
}

/** The structures of a member that is a structure or a list of structures. */
export function objectsOf(input: Input, name: string): readonly Input[] {
  return [input[name]].flat().filter(isObject);
}
