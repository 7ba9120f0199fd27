/** Asks a person on the terminal; stdout stays free for results. */
import { createInterface } from "node:readline/promises";

/** Whether somebody can be asked. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Only `y` and `yes` are a yes. @throws AbortError when the signal is aborted */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  return /^y(es)?$/i.test(await answerTo(`${question} [y/N] `, signal));
}

/** The line that the person enters, trimmed. @throws AbortError when the signal is aborted */
export async function answerTo(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C reaches readline and not the process while it reads.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return (await terminal.question(question, { signal })).trim();
  } finally {
    terminal.close();
  }
}
