/** Tables for terminals and logs. */
import Table from "cli-table3";
import { printable } from "../diagnostics/printable";
import { columnsOf } from "../diagnostics/text/width";

/** Lines above and below the head and at the end, and none between the rows, so that long tables stay readable. */
const RULES = {
  mid: "",
  "left-mid": "",
  "mid-mid": "",
  "right-mid": "",
};

/**
 * A table with a head and one line for each row; control characters in cells are shown as escapes.
 * @param widths of the columns in characters, with a space on each side; longer cells are wrapped. Default: as wide as the cells
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths?: readonly number[],
): string {
  const wrapped = widths && { colWidths: [...widths], wordWrap: true };
  const result = new Table({ chars: RULES, style: { head: [], border: [] }, ...wrapped });
  result.push(
    [...head],
    head.map((title) => "─".repeat(title.length)),
  );
  for (const row of rows) result.push(row.map((cell) => printable(cell)));
  return result.toString();
}

/** What a column needs beside its cells: a space on each side, and a line. */
const BESIDE = 3;

/**
 * Widths with which a table fits so many columns of a terminal: the widest cells are wrapped first, and no word is broken.
 * @returns undefined if it fits as it is
 */
export function fittingWidths(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly number[] | undefined {
  const widest = (measure: (cell: string) => number): number[] =>
    head.map((title, index) => Math.max(...[title, ...rows.map((row) => row[index] ?? "")].map(measure)));
  const widths = widest(columnsOf);
  const least = widest((cell) => Math.max(...cell.split(" ").map(columnsOf)));
  let over = widths.reduce((sum, width) => sum + width + BESIDE, 1) - columns;
  if (over <= 0) return undefined;
  for (; over > 0; over -= 1) {
    const spare = widths.map((width, index) => width - (least[index] ?? 0));
    const most = Math.max(...spare);
    if (most <= 0) break;
    const index = spare.indexOf(most);
    widths[index] = (widths[index] ?? 0) - 1;
  }
  return widths.map((width) => width + 2);
}
