/**
 * Ends an emulated script from outside, as just-bash ends a script that reaches a limit. This keeps the script's output,
 * which an aborted signal would lose.
 */
import { Bash, defineCommand } from "just-bash";

const MESSAGE = "ended from outside";
/** just-bash's messages about the end, one for each shell that the script started. */
const REMARKS = new RegExp(`(bash: ${MESSAGE}\n)+$`);

/** A function that creates the error. just-bash does not export its class, so it is taken from a provoked error. */
export async function scriptEnd(): Promise<() => Error> {
  let reached: unknown;
  const reachLimit = defineCommand("reach-limit", (_, { executionScope }) => {
    try {
      executionScope?.consumeLimited("limit", 1, 0);
    } catch (error) {
      reached = error;
    }
    return Promise.resolve({ stdout: "", stderr: "", exitCode: 0 });
  });
  await new Bash({ commands: [], customCommands: [reachLimit], defenseInDepth: false }).exec("reach-limit");
  if (!(reached instanceof Error)) throw new Error("just-bash does not have the expected limits");
  const LimitError = reached.constructor as new (message: string, limit: string) => Error;
  return () => new LimitError(MESSAGE, "iterations");
}

/** Standard error of a script, without the messages about its end. */
export function withoutEnd(stderr: string): string {
  return stderr.replace(REMARKS, "");
}
