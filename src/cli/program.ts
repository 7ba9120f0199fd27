/** The common setup of all commander programs: help on stdout, usage errors on stderr with exit status 2. */
import { Command, InvalidArgumentError } from "commander";

/**
 * @param name the command line: `npm run sandbox --`
 * @param summary one sentence for the help
 */
export function program(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .exitOverride()
    .showHelpAfterError("(--help lists what there is)")
    .configureHelp({ sortSubcommands: false })
    .helpCommand(false);
}

/** Reads a TCP port from the command line. */
export function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65535) return value;
  throw new InvalidArgumentError("A port is an integer from 1 to 65535.");
}
