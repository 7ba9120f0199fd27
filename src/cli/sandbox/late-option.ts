/** `--late` and `--late-seed`, of commands that start a sandbox. */
import { InvalidArgumentError, Option, type Command } from "commander";
import type { LateOptions } from "../../sandbox/late/late-services";

export interface GivenLate {
  readonly late?: boolean;
  readonly lateSeed?: number;
}

const DEFAULT_SEED = 1;

export function withLateOptions(command: Command): Command {
  return command
    .option("--late", "as late as AWS: what a write changes is seen seconds later")
    .addOption(
      new Option("--late-seed <number>", `as --late, with other seconds (default: ${String(DEFAULT_SEED)})`)
        .argParser(seed)
        .implies({ late: true }),
    );
}

/** Undefined: a write is seen at once. */
export function lateOf({ late = false, lateSeed = DEFAULT_SEED }: GivenLate): LateOptions | undefined {
  return late ? { seed: lateSeed } : undefined;
}

function seed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A seed is an integer from 0 to 999999999.");
}
