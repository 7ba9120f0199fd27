/**
 * How an emulated script is ended from outside: as just-bash ends one that reaches a limit, which leaves it what it has
 * printed. An aborted signal would take that away.
 */
import { Bash, defineCommand } from "just-bash";

const MESSAGE = "ended from outside";
/** What just-bash says of it, once for each shell that the script had started. */
const REMARKS = new RegExp(`(bash: ${MESSAGE}\n)+$`);

/** What makes the error. just-bash does not export its class: one is made to happen. */
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
  if (!(reached instanceof Error)) throw new Error("just-bash has not the limits that it is expected to have");
  const LimitError = reached.constructor as new (message: string, limit: string) => Error;
  return () => new LimitError(MESSAGE, "iterations");
}

/** Standard error of a script, without what was said of its end. */
export function withoutEnd(stderr: string): string {
  return stderr.replace(REMARKS, "");
}
