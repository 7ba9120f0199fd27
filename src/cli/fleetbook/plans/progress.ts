/** The progress of many stacks: a table that moves on a terminal, and lines elsewhere. Both go to stderr. */
import { LiveTable } from "../../live-table";
import { log as plainLog } from "../../log";

export interface Progress {
  readonly log: (line: string) => void;
  /** Only on a terminal. */
  readonly onProgress?: (stack: string, line: string) => void;
  /** Begins a piece of work on so many stacks: `planning`. */
  begin(title: string, total: number): void;
  /** A stack has ended; `line` stays on a terminal. */
  end(stack: string, line?: string): void;
  /** Takes the table away. */
  pause(): void;
}

/** Runs the work with progress on stderr. */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY || process.env.TERM === "dumb") {
    return work({ log: plainLog, begin: () => undefined, end: () => undefined, pause: () => undefined });
  }
  const table = new LiveTable(stderr);
  try {
    return await work({
      log: (line) => table.log(line),
      onProgress: (stack, line) => table.show(stack, line),
      begin: (title, total) => table.begin(title, total),
      end: (stack, line) => table.end(stack, line),
      pause: () => table.close(),
    });
  } finally {
    table.close();
  }
}
