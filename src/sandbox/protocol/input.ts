/** The input of a request as plain data, and how its members are read without knowing more than their names. */
import { isObject } from "../../document/json";

/** By member, as the operation spells them. */
export type Input = Readonly<Record<string, unknown>>;

/** A member that is a string; undefined if it is missing, empty or something else. */
export function stringOf(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The strings of a member that is a list of them, or one. */
export function stringsOf(input: Input, name: string): readonly string[] {
  return [input[name]].flat().filter((item): item is string => typeof item === "string" && item !== "");
}

/** The structures of a member that is a list of them, or one. */
export function objectsOf(input: Input, name: string): readonly Input[] {
  return [input[name]].flat().filter(isObject);
}
