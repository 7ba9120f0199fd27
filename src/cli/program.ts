/** The common setup of all commander programs: help on stdout, usage errors on stderr with exit status 2. */
import { Command, Help, InvalidArgumentError, type Option } from "commander";

/**
 * @param name the command line: `npm run sandbox --`
 * @param summary one sentence for the help
 */
export function program(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .exitOverride()
    .showHelpAfterError("(--help lists what there is)")
    .configureHelp({ sortSubcommands: false, optionDescription })
    .helpCommand(false);
}

/** Commander's own, without a default that is an empty list: such an option is repeatable. */
function optionDescription(option: Option): string {
  const value: unknown = option.defaultValue;
  const isEmpty = Array.isArray(value) && value.length === 0;
  return isEmpty ? option.description : new Help().optionDescription(option);
}

/** Reads a TCP port from the command line. */
export function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65535) return value;
  throw new InvalidArgumentError("A port is an integer from 1 to 65535.");
}

/** Reads a count from the command line. */
export function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("A count is an integer from 1 on.");
}
