/** How faults are shown on a terminal: place, problem, and below it the remedy. */
import pc from "picocolors";
import type { Problem } from "../diagnostics/errors";
import { printable } from "../diagnostics/printable";

// Boolean: isTTY is undefined where there is no terminal, and picocolors then goes by the environment alone.
const colors = pc.createColors(pc.isColorSupported && Boolean(process.stderr.isTTY));

/** One paragraph per fault; control characters in what others sent are shown as escapes. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ place, message, remedy }) => {
      const first =
        place === undefined ? printable(message) : `${colors.bold(printable(place))}  ${printable(message)}`;
      return `${colors.red("error")}  ${first}\n       ${colors.dim(printable(remedy).replaceAll("\n", "\n       "))}`;
    })
    .join("\n");
}
