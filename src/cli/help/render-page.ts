/** A page in Markdown for the terminal: headings at the edge, everything else indented, tables that fit. */
import { lexer, type Token, type Tokens } from "marked";
import type { Colors } from "../../diagnostics/colors";
import { columnsOf } from "../../diagnostics/text/width";
import { fittingWidths, table } from "../table";
import { flow, wordsOf, type Word } from "./flow";
import { inlineWords } from "./inline";

interface Target {
  /** Of the terminal, in characters. */
  readonly columns: number;
  readonly colors: Colors;
  /** Whether `help` shows a page with this name. */
  readonly isTopic: (name: string) => boolean;
}

const BODY = "  ";

/** @returns lines with a line feed at the end of each */
export function renderPage(markdown: string, target: Target): string {
  return `${blocks(lexer(markdown), BODY, target).join("\n\n")}\n`;
}

function blocks(tokens: readonly Token[], indent: string, target: Target): readonly string[] {
  return tokens.flatMap((token) => {
    const text = block(token, indent, target);
    return text === "" ? [] : [text];
  });
}

function block(token: Tokens.Generic, indent: string, target: Target): string {
  const { colors, columns, isTopic } = target;
  const words = () => inlineWords(token.tokens ?? [], colors, isTopic);
  switch (token.type) {
    case "heading":
      return heading(token as Tokens.Heading, inlineWords(token.tokens ?? [], colors, isTopic, colors.bold), columns);
    case "paragraph":
    case "text":
      return flow(words(), columns, indent);
    case "code":
      return indented(colors.cyan, String(token.text), `${indent}  `);
    case "list":
      return list(token as Tokens.List, indent, target);
    case "table":
      return grid(token as Tokens.Table, indent, target);
    case "blockquote":
      return blocks(token.tokens ?? [], `${indent}│ `, target).join(`\n${indent}│\n`);
    case "hr":
      return indent + "─".repeat(columns - indent.length);
    default:
      return "";
  }
}

/** Titles of sections are at the edge, those below them one step in. */
function heading({ depth }: Tokens.Heading, words: readonly Word[], columns: number): string {
  const text = flow(words, columns, depth < 3 ? "" : " ");
  return depth > 1 ? text : `${text}\n${"═".repeat(Math.min(columns, columnsOf(onOneLine(words))))}`;
}

function onOneLine(words: readonly Word[]): string {
  return flow(
    words.map(({ text, isAfterSpace }) => ({ text, isAfterSpace })),
    Infinity,
    "",
  );
}

function indented(style: (text: string) => string, text: string, indent: string): string {
  const lines = text.split("\n");
  return lines.map((line) => (line === "" ? "" : indent + style(line))).join("\n");
}

function list({ items, ordered, start, loose }: Tokens.List, indent: string, target: Target): string {
  const entries = items.map((item, index) => {
    const mark = ordered ? `${Number(start) + index}. ` : "- ";
    const below = indent + " ".repeat(mark.length);
    const text = blocks(item.tokens, below, target).join(loose ? "\n\n" : "\n");
    return indent + mark + text.slice(below.length);
  });
  return entries.join(loose ? "\n\n" : "\n");
}

function grid({ header, rows }: Tokens.Table, indent: string, target: Target): string {
  // Colours would count as characters of a cell.
  const cell = ({ tokens }: Tokens.TableCell): string => onOneLine(inlineWords(tokens, target.colors, target.isTopic));
  const head = header.map(cell);
  const body = rows.map((row) => row.map(cell));
  const columns = target.columns - indent.length;
  const widths = fittingWidths(head, body, columns);
  const drawn = table(head, body, widths);
  const fits = drawn.split("\n").every((line) => columnsOf(line) <= columns);
  return fits ? indented(String, drawn, indent) : records(head, body, indent, target);
}

/** A table whose words are too long for the terminal: its rows one after the other, with the head's titles. */
function records(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  indent: string,
  { columns, colors }: Target,
): string {
  const entry = (row: readonly string[]): string => {
    const [name = "", ...cells] = row;
    const told = cells.flatMap((cell, index) => (cell === "" ? [] : [[head[index + 1] ?? "", cell] as const]));
    return [
      flow(wordsOf(name, colors.bold), columns, indent),
      ...told.map(([title, cell]) => flow(wordsOf(`${title}: ${cell}`), columns, `${indent}  `, `${indent}    `)),
    ].join("\n");
  };
  return rows.map(entry).join("\n");
}
