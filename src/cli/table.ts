/** Tables for terminals and logs. */
import Table from "cli-table3";
import { printable } from "../diagnostics/printable";

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
