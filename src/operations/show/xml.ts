/** XML 1.0. Text of machines becomes neither markup nor a character that XML does not have. */

/** @param text its text, if it has no children */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
  text = "",
): string {
  const start = startOf(tag, attributes);
  if (text !== "") return `${start}>${escaped(text)}</${tag}>`;
  return children.length === 0 ? `${start}/>` : `${start}>\n${children.join("\n")}\n</${tag}>`;
}

/** As `element`, in pieces. @param children each line with its line feed; at least one */
export async function* elementOf(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  children: AsyncIterable<string>,
): AsyncIterable<string> {
  yield `${startOf(tag, attributes)}>\n`;
  yield* children;
  yield `</${tag}>`;
}

/** The start tag without its end: `>` or `/>`. */
function startOf(tag: string, attributes: Readonly<Record<string, string | number>>): string {
  const shown = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  return `<${tag}${shown.join("")}`;
}

/** Characters that XML 1.0 does not have, half surrogate pairs among them, and other control characters. */
const NOT_IN_XML = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

function escaped(text: string): string {
  return text
    .replace(NOT_IN_XML, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}
