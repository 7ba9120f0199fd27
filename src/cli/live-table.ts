/**
 * A table on a terminal that moves: one line for each stack that runs, and one above them with the counts. What is logged
 * meanwhile appears above it. Elsewhere than on a terminal nobody uses it, and progress is plain lines.
 */
import { printable } from "../diagnostics/printable";

export interface Terminal {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

interface Row {
  readonly startedAt: number;
  readonly line: string;
}

/** Milliseconds between two drawings; the seconds of the lines move on their own. */
const INTERVAL = 200;

export class LiveTable {
  readonly #terminal: Terminal;
  readonly #clock: () => number;
  readonly #rows = new Map<string, Row>();
  readonly #startedAt: number;
  #title = "";
  #total = 0;
  #done = 0;
  /** Lines that were drawn and are still there. */
  #drawn = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param clock returns milliseconds */
  constructor(terminal: Terminal, clock: () => number = Date.now) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#startedAt = clock();
  }

  /** Begins a piece of work on so many stacks. */
  begin(title: string, total: number): void {
    this.#title = title;
    this.#total = total;
    this.#done = 0;
    this.#rows.clear();
    this.#timer ??= setInterval(() => this.draw(), INTERVAL).unref();
  }

  /** What a stack does now. */
  show(stack: string, line: string): void {
    this.#rows.set(stack, { startedAt: this.#rows.get(stack)?.startedAt ?? this.#clock(), line });
  }

  /** A stack has ended. Its line goes, unless `line` is worth keeping above the table. */
  end(stack: string, line?: string): void {
    this.#rows.delete(stack);
    this.#done += 1;
    if (line !== undefined) this.log(`${stack}  ${line}`);
  }

  /** Prints a line above the table. */
  log(line: string): void {
    this.#clear();
    this.#terminal.write(`${printable(line)}\n`);
    this.draw();
  }

  /** Takes the table away. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#clear();
    this.#total = 0;
  }

  draw(): void {
    if (this.#total === 0) return;
    this.#clear();
    const { columns = 80, rows = 24 } = this.#terminal;
    const lines = this.#lines(Math.max(1, rows - 3)).map((line) => fit(line, columns - 1));
    this.#terminal.write(lines.map((line) => `${line}\n`).join(""));
    this.#drawn = lines.length;
  }

  #lines(room: number): readonly string[] {
    const now = this.#clock();
    const head = `${this.#title} ${this.#done} of ${this.#total} stacks  ${seconds(now - this.#startedAt)}`;
    const width = Math.max(0, ...[...this.#rows.keys()].map((name) => name.length));
    const rows = [...this.#rows].map(
      ([name, { startedAt, line }]) => `  ${name.padEnd(width)}  ${seconds(now - startedAt).padStart(6)}  ${line}`,
    );
    if (rows.length <= room) return [head, ...rows];
    return [head, ...rows.slice(0, room - 1), `  … and ${rows.length - room + 1} more`];
  }

  #clear(): void {
    // Cursor up to the first line of the table, then everything from there on is erased.
    if (this.#drawn > 0) this.#terminal.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }
}

function fit(line: string, width: number): string {
  const plain = printable(line);
  return plain.length <= width ? plain : `${plain.slice(0, Math.max(0, width - 1))}…`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(0)} s`;
}
