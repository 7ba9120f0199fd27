/** Progress and messages. */
import { printable } from "../diagnostics/printable";

/** Prints a line of progress on stderr, because stdout is for results. Control characters are shown as escapes. */
export function log(line: string): void {
  console.error(printable(line));
}
