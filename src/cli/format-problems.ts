/** How faults are shown on a terminal: place, problem, and below it the remedy. */
import pc from "picocolors";
import type { Problem } from "../diagnostics/errors";

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

/**
 * Text that cannot steer a terminal or reorder what is read: control characters but line feeds, and the characters
 * that change the direction of writing, become visible.
 */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- finding control characters is the point
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    if (character === "\t") return "  ";
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, "0")}`;
  });
}
