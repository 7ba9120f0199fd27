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

/** A table with a head and one line for each row; control characters in cells are shown as escapes. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const result = new Table({ chars: RULES, style: { head: [], border: [] } });
  result.push(
    [...head],
    head.map((title) => "─".repeat(title.length)),
  );
  for (const row of rows) result.push(row.map((cell) => printable(cell)));
  return result.toString();
}
