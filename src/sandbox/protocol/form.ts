/** The parameters of the query protocols, which flatten structures and lists: `Tag.1.Key` is the key of the first tag. */
import { isList, isObject } from "../../document/json";
import type { Input } from "./input";

interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

/** List items are numbered from 1. Some services put `member` or `entry` before the number. */
const LIST_WORDS = new Set(["member", "entry"]);
/** No operation of AWS nests deeper. A longer name is cut off here. */
const DEEPEST = 16;

/** Restores the structure of flattened parameters. The operation and the API version are not part of the input. */
export function nested(parameters: URLSearchParams): Input {
  const root: Node = { children: new Map() };
  for (const [name, value] of parameters) {
    if (name === "Action" || name === "Version") continue;
    let node = root;
    for (const part of name.split(".", DEEPEST)) {
      if (LIST_WORDS.has(part)) continue;
      const child: Node = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }
  return record(root);
}

function valueOf(node: Node): unknown {
  if (node.children.size === 0) return node.value ?? "";
  const names = [...node.children.keys()];
  if (!names.every((name) => /^\d+$/.test(name))) return record(node);
  return [...node.children].sort(([left], [right]) => Number(left) - Number(right)).map(([, child]) => valueOf(child));
}

function record(node: Node): Input {
  return Object.fromEntries([...node.children].map(([name, child]) => [name, valueOf(child)]));
}

/** Flattens an input into the parameters that EC2 expects. */
export function flattened(input: Input): readonly (readonly [name: string, value: string])[] {
  return Object.entries(input).flatMap(([name, value]) => parametersOf(name, value));
}

function parametersOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap((item, index) => parametersOf(`${name}.${String(index + 1)}`, item));
  if (isObject(value))
    return Object.entries(value).flatMap(([member, item]) => parametersOf(`${name}.${member}`, item));
  return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
}
