/** Tables for people, on terminals and in logs alike. */
import Table from "cli-table3";
import { printable } from "./format-problems";

/** A table with a head and one line for each row; control characters in cells are shown as escapes. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const result = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) result.push(row.map(printable));
  return result.toString();
}
