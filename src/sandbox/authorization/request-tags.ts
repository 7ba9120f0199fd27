/** The tags in a request as condition keys: the tags that it sets, and all tag keys that it names. */
import { isObject } from "../../document/json";
import type { RequestContext } from "../../iam/decision/request";
import { prefixed } from "./caller-context";
import { objectsOf, stringsOf } from "../protocol/input";

const TAGS = ["Tags", "tags", "Tag"];
const KEYS = ["TagKeys", "tagKeys", "TagKey", "Keys"];

/** `aws:RequestTag/<key>` and `aws:TagKeys`, read from the tag parameters of AWS's services. */
export function requestTags(input: Readonly<Record<string, unknown>>): RequestContext {
  const given = Object.assign({}, ...TAGS.map((name) => tagsIn(input, name))) as Record<string, string>;
  const removed = KEYS.flatMap((name) => stringsOf(input, name));
  return tagContext(given, removed);
}

/** @param removed keys without values, as in calls that remove tags */
export function tagContext(given: Readonly<Record<string, string>>, removed: readonly string[] = []): RequestContext {
  const keys = [...Object.keys(given), ...removed];
  return { ...prefixed("aws:RequestTag/", given), ...(keys.length > 0 && { "aws:TagKeys": keys }) };
}

/** Tags as a list of keys and values, under any of the names that services use, or as a map. */
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
