/** Asks a person on the terminal; stdout stays free for results. */
import { createInterface } from "node:readline/promises";

/** Whether somebody can be asked. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Only `y` and `yes` are a yes. @throws the signal's reason when it is aborted */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C reaches readline and not the process while it reads.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    terminal.close();
  }
}
