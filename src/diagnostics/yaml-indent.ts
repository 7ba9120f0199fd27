/**
 * Quoted text and lists in brackets that go on in the first column. YAML 1.2 demands that such lines are indented, and the YAML library
 * refuses them; the parser that AWS uses accepts them, and published runbooks have them.
 */
import { CST, Lexer } from "yaml";

interface Indented {
  /** The text with these lines indented. Spaces at the beginning of such a line are not part of its value. */
  readonly text: string;
  /** The spaces that were added, by line number. */
  readonly added: ReadonlyMap<number, number>;
}

/** Indents what goes on in the first column. Undefined if there is no such thing. */
export function indented(text: string): Indented | undefined {
  const added = new Map<number, number>();
  let repaired = text;
  let last = -1;
  for (let broken = brokenOff(repaired); broken !== undefined && broken > last; broken = brokenOff(repaired)) {
    last = broken;
    const end = endOf(repaired, broken);
    const inside = end === undefined ? "" : repaired.slice(broken, end);
    // Without a further line there is nothing to indent, and the fault is another one.
    if (!inside.includes("\n")) break;
    const spaces = broken - repaired.lastIndexOf("\n", broken - 1);
    const before = repaired.slice(0, broken);
    const line = before.split("\n").length;
    inside.split("\n").forEach((_line, index) => {
      if (index > 0) added.set(line + index, (added.get(line + index) ?? 0) + spaces);
    });
    repaired = before + inside.replaceAll("\n", `\n${" ".repeat(spaces)}`) + repaired.slice(end);
  }
  return added.size === 0 ? undefined : { text: repaired, added };
}

/** The offset of the first quote or bracket that the library's lexer does not see closed. */
function brokenOff(text: string): number | undefined {
  const open: number[] = [];
  let offset = 0;
  let inScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (token === CST.FLOW_END) return open[0];
    if (token === CST.SCALAR || token === CST.DOCUMENT) {
      inScalar = token === CST.SCALAR;
      continue;
    }
    if (!inScalar) {
      if (/^["']/.test(token) && quotedEnd(token, 0) !== token.length) return open[0] ?? offset;
      if (token === "[" || token === "{") open.push(offset);
      if (token === "]" || token === "}") open.pop();
    }
    inScalar = false;
    offset += token.length;
  }
  return undefined;
}

/** The offset behind the quote or bracket that closes the one at the offset; undefined if there is none. */
function endOf(text: string, start: number): number | undefined {
  if (/["']/.test(text[start] ?? "")) return quotedEnd(text, start);
  let depth = 0;
  for (let at = start; at < text.length;) {
    const character = text[at] ?? "";
    const beforeIt = text[at - 1] ?? " ";
    if (/["']/.test(character) && /[\s[{,:]/.test(beforeIt)) {
      const end = quotedEnd(text, at);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    if (character === "#" && /\s/.test(beforeIt)) {
      const lineEnd = text.indexOf("\n", at);
      if (lineEnd < 0) return undefined;
      at = lineEnd;
      continue;
    }
    if (/[[{]/.test(character)) depth += 1;
    if (/[\]}]/.test(character)) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function quotedEnd(text: string, start: number): number | undefined {
  const quoted = text[start] === '"' ? /"(?:[^"\\]|\\[^])*"/y : /'(?:[^']|'')*'/y;
  quoted.lastIndex = start;
  const match = quoted.exec(text);
  return match === null ? undefined : start + match[0].length;
}
