/** The tags in a request as condition keys: those that it gives, and the keys that it speaks of. */
import { isObject } from "../../document/json";
import type { RequestContext } from "../../iam/decision/request";
import { prefixed } from "./caller-context";
import { objectsOf, stringsOf } from "../protocol/input";

const TAGS = ["Tags", "tags", "Tag"];
const KEYS = ["TagKeys", "tagKeys", "TagKey", "Keys"];

/** `aws:RequestTag/<key>` and `aws:TagKeys`, read from the parameters in which AWS's services take tags. */
export function requestTags(input: Readonly<Record<string, unknown>>): RequestContext {
  const given = Object.assign({}, ...TAGS.map((name) => tagsIn(input, name))) as Record<string, string>;
  const removed = KEYS.flatMap((name) => stringsOf(input, name));
  return tagContext(given, removed);
}

/** @param removed keys without values, as in calls that take tags away */
export function tagContext(given: Readonly<Record<string, string>>, removed: readonly string[] = []): RequestContext {
  const keys = [...Object.keys(given), ...removed];
  return { ...prefixed("aws:RequestTag/", given), ...(keys.length > 0 && { "aws:TagKeys": keys }) };
}

/** Lists of keys and values under any of the names that services have for them, or a map. */
export function tagsIn(input: Readonly<Record<string, unknown>>, name: string): Record<string, string> {
  const value = input[name];
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => isText(entry[1])));
  }
  return Object.fromEntries(
    objectsOf(input, name).flatMap((tag) => {
      const key = tag["Key"] ?? tag["key"] ?? tag["TagKey"];
      const text = tag["Value"] ?? tag["value"] ?? tag["TagValue"] ?? "";
      return isText(key) && isText(text) ? [[key, text]] : [];
    }),
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
