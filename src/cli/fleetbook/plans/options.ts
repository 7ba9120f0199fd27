/** What the commands `plan` and `apply` have in common: their options, and where plans are kept. */
import { join, resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { PROJECT_FOLDER } from "../../../project/folders";

/** Where plans are kept if `--out` names no other folder. */
export const DEFAULT_OUT = "out/plans";

export function outFolder(out: string | undefined): string {
  return out === undefined ? join(PROJECT_FOLDER, DEFAULT_OUT) : resolve(out);
}

/** Seconds to wait for somebody else's lock. */
export const DEFAULT_LOCK_TIMEOUT = 60;

/** Reads a number of seconds from the command line. */
export function seconds(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && Number.isInteger(value)) return value;
  throw new InvalidArgumentError("Expected whole seconds: 0 does not wait.");
}
