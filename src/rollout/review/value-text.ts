/** Values and lists as a review shows them. Backticks set off what comes from a plan; a value has none of its own. */
import type { Value } from "./attributes";

/** Characters. A longer value is cut. */
const LONGEST = 300;

export function valueText(value: Value): string {
  switch (value.kind) {
    case "absent":
      return "none";
    case "unknown":
      return "known after apply";
    case "sensitive":
      return "sensitive, not shown";
    case "known": {
      const json = JSON.stringify(value.value);
      return code(json.length > LONGEST ? `${json.slice(0, LONGEST)}… (${json.length} characters)` : json);
    }
  }
}

/** Text of a plan, set off. */
export function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

/** Entries of a list; more are counted. */
const LISTED = 12;

/** Texts of a plan, set off, with commas between them. */
export function codes(texts: readonly string[]): string {
  const more = texts.length - LISTED;
  return `${texts.slice(0, LISTED).map(code).join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}
