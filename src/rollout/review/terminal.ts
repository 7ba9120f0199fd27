/** A review for a terminal: the same sections as in a comment; what a comment folds is counted. */
import type { Colors } from "../../diagnostics/colors";
import { counted } from "../../diagnostics/counted";
import { printable } from "../../diagnostics/printable";
import { wrapped } from "../../diagnostics/text/width";
import { countRows } from "./count-rows";
import type { Review } from "./review";
import { sectionsOf, type Entry, type Line } from "./sections";

export interface TerminalOptions {
  /** Columns of the terminal; undefined: no terminal, and lines are as long as they are. */
  readonly width: number | undefined;
  readonly colors: Colors;
}

export function reviewInTerminal(review: Review, { width, colors }: TerminalOptions): string {
  const [first = "", ...others] = review.verdict;
  const counts = countRows(review).map(([label, count]) => `${label}: ${count}`);
  const lines = [
    ...fit(first, width, 0).map((line) => colors.bold(line)),
    ...others.flatMap((sentence) => fit(sentence, width, 0)),
    ...fit(
      `${counted(review.counts.stacks, "stack")} in ${counted(review.counts.accounts, "account")}${counts.length === 0 ? "" : `; ${counts.join(", ")}`}`,
      width,
      0,
    ),
  ];
  for (const { title, entries, folded } of sectionsOf(review)) {
    if (folded) continue;
    lines.push("", colors.bold(title), ...entries.flatMap((entry) => entryLines(entry, width, colors)));
  }
  return lines.join("\n");
}

function entryLines({ title, where, lines }: Entry, width: number | undefined, colors: Colors): readonly string[] {
  return [
    ...(title === "" ? [] : fit(title, width, 2)),
    ...fit(where, width, title === "" ? 2 : 4).map((line) => colors.dim(line)),
    ...lines.flatMap(({ mark, text }) => {
      const color = COLORS[mark];
      return fit(text, width, 4).map((line) => (color === undefined ? line : colors[color](line)));
    }),
  ];
}

const COLORS: Readonly<Record<Line["mark"], "red" | "green" | undefined>> = {
  bad: "red",
  good: "green",
  none: undefined,
};

/** Backticks set off values in Markdown; a terminal needs none. */
function fit(text: string, width: number | undefined, indent: number): readonly string[] {
  const safe = printable(text.replaceAll("`", ""));
  const lines = width === undefined ? safe.split("\n") : wrapped(safe, width - indent);
  return lines.map((line) => `${" ".repeat(indent)}${line}`);
}
