/** What the shells of one emulated command share: the node's files and programs, the time, and the limits. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ProgramAnswer } from "../schema";

/** Content by absolute path. */
export type EmulatedFiles = Map<string, string>;

export interface Machine {
  readonly files: EmulatedFiles;
  readonly programs: Readonly<Record<string, readonly ProgramAnswer[]>>;
  /** Waits. Rejects with the signal's reason. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Aborted when the command is cancelled or takes too long. */
  readonly signal: AbortSignal;
  /** Counts what is done, so that an endless loop leaves others their turn and can be ended. */
  readonly turns: Turns;
}

/** Where output goes. */
export type Output = (text: string) => void;

export interface Streams {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** A text that is read from its beginning on. */
export class Input {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  all(): string {
    const text = this.#rest;
    this.#rest = "";
    return text;
  }

  /** The next line without its end; undefined after the last. */
  line(): string | undefined {
    if (this.#rest === "") return undefined;
    const end = this.#rest.indexOf("\n");
    const line = end === -1 ? this.#rest : this.#rest.slice(0, end);
    this.#rest = end === -1 ? "" : this.#rest.slice(end + 1);
    return line;
  }
}

/** A limit that a real machine has as well: of nesting, of memory. */
export class OutOfResources extends Error {
  override readonly name = "OutOfResources";
}

/** Characters of a value, of a file or of what a pipe holds. */
const LARGEST_TEXT = 1024 * 1024;
const DEEPEST = 200;
const STEPS_PER_TURN = 500;

export class Turns {
  #steps = 0;
  #depth = 0;

  /** Before each command and each pass through a loop. @throws the signal's reason */
  async step(signal: AbortSignal): Promise<void> {
    if (++this.#steps % STEPS_PER_TURN === 0) await nextTurn();
    signal.throwIfAborted();
  }

  async deeper<T>(work: () => Promise<T>): Promise<T> {
    if (this.#depth >= DEEPEST) throw new OutOfResources("too deeply nested");
    this.#depth++;
    try {
      return await work();
    } finally {
      this.#depth--;
    }
  }

  /** A text that grows. */
  growing(before = ""): { readonly take: Output; readonly text: () => string } {
    let text = before;
    return {
      take: (more) => {
        text = this.text(text + more);
      },
      text: () => text,
    };
  }

  /** @returns the text, if it may be so long */
  text(text: string): string {
    if (text.length > LARGEST_TEXT) throw new OutOfResources("out of memory");
    return text;
  }
}
