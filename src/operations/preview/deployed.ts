/** A document's content as AWS returns it, compared with the repository's and read without trusting it. */
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { isObject } from "../../document/json";

type Raw = Readonly<Record<string, unknown>>;

/** The content as data; undefined if it is neither YAML nor JSON of a document. */
function contentOf(text: string): Raw | undefined {
  try {
    const content: unknown = parse(text);
    return isObject(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Whether two texts are the same document, whatever their format, comments and order of keys. */
export function isSameDocument(left: string, right: string): boolean {
  if (left === right) return true;
  const [one, other] = [contentOf(left), contentOf(right)];
  return one !== undefined && isDeepStrictEqual(one, other);
}

/** The definitions of a document's parameters, by name. */
export function parametersOf(text: string): ReadonlyMap<string, Raw> {
  const parameters = contentOf(text)?.["parameters"];
  if (!isObject(parameters)) return new Map();
  return new Map(Object.entries(parameters).flatMap(([name, value]) => (isObject(value) ? [[name, value]] : [])));
}
