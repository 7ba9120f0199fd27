/** A commander program as all commands of the project are set up: help on stdout, usage errors on stderr with status 2. */
import { Command, InvalidArgumentError } from "commander";

/**
 * @param name how people call it: `npm run sandbox --`
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
  throw new InvalidArgumentError("A port is a whole number from 1 to 65535.");
}
