/** Problems for a terminal: place and message in one line, and the remedy below. */
import { colorsFor } from "../diagnostics/colors";
import type { Problem } from "../diagnostics/errors";
import { printable } from "../diagnostics/printable";

const colors = colorsFor(process.stderr.isTTY);

/** One paragraph for each problem. Control characters from outside are shown as escapes. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ place, message, remedy }) => {
      const first =
        place === undefined ? printable(message) : `${colors.bold(printable(place))}  ${printable(message)}`;
      return `${colors.red("error")}  ${first}\n       ${colors.dim(printable(remedy).replaceAll("\n", "\n       "))}`;
    })
    .join("\n");
}
