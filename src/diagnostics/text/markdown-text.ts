/** Text of machines in Markdown: it never becomes markup. */
import { printable } from "../printable";

/** A block of code, with a fence that is longer than any in the text. */
export function fenced(text: string, language: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text, fence];
}

/**
 * Text on one line, without anything that Markdown, HTML or GitHub (mentions, references to issues) would read in it. GitHub
 * looks for mentions in what Markdown has made, so that neither a backslash nor an entity stops it, but an empty comment does.
 */
export function inline(text: string): string {
  return printable(text)
    .replace(/\s+/g, " ")
    .trim()
    .replace(
      /(?<=\bhttps?):(?=\/\/)|(?<=\bwww)\.|[&<>@#\\`*_{}[\]()~|!]/g,
      (character) => ESCAPES[character] ?? `\\${character}`,
    );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "@": "@<!-- -->",
  "#": "#<!-- -->",
  // Of a link.
  ":": ":<!-- -->",
  ".": ".<!-- -->",
};
