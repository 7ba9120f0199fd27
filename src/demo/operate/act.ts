/** A command of Fleetbook as a user types it, and what it prints. */
import { wrapped } from "../../diagnostics/text/width";
import type { TerminalFormat } from "../../operations/show/terminal";
import { FLEETBOOK } from "../../diagnostics/called-as";

export interface Act {
  /** `npm run fleetbook -- watch run-…` */
  readonly command: string;
  /** What it prints on a terminal of this form. */
  readonly shown: (format: TerminalFormat) => string;
}

/** A command whose output is lines. */
export function actOf(command: string, lines: readonly string[]): Act {
  return { command, shown: (format) => linesShown(lines, format) };
}

function linesShown(lines: readonly string[], { columns }: TerminalFormat): string {
  return lines.flatMap((line) => (columns === undefined ? [line] : wrapped(line, columns))).join("\n");
}

export function fleetbook(...args: readonly string[]): string {
  return `${FLEETBOOK} ${args.map(quoted).join(" ")}`;
}

function quoted(arg: string): string {
  return /^[\w./:=@-]+$/.test(arg) ? arg : `"${arg}"`;
}
