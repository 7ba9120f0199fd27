/** Starts and controls the thread in which emulated scripts run. */
import { extname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { OperationError } from "../../../diagnostics/errors";
import type { EmulatedOutcome, EmulatedScript, FromThread, ToThread } from "./messages";

/** MiB of memory for all nodes together. The thread ends if it needs more. */
const MEMORY = 768;
/** Milliseconds that a script has to end before the whole thread is ended, because the script cannot be interrupted. */
const GRACE = 5_000;

/** A thread starts as plain Node.js, so where this file is TypeScript it loads the loader of this process itself. */
const EXTENSION = extname(__filename);
const FILES = [...(EXTENSION === ".ts" ? [require.resolve("tsx/cjs")] : []), join(__dirname, `thread${EXTENSION}`)];
const START = 'for (const file of require("node:worker_threads").workerData) require(file)';

/** @param line `sleep 1.5 2m` @param wake lets the script go on */
type OnSleep = (line: string, wake: () => void) => void;

interface Run {
  readonly onSleep: OnSleep;
  readonly settle: (outcome: EmulatedOutcome) => void;
}

export interface RunningScript {
  readonly outcome: Promise<EmulatedOutcome>;
  /** Ends the script. Its outcome keeps what it has printed. */
  readonly end: () => void;
}

export class ShellThread {
  /** @throws OperationError if the thread cannot start */
  readonly ready: Promise<void>;
  /** Settles when the thread has ended. The nodes' files are then lost. */
  readonly ended: Promise<void>;
  readonly #thread: Worker;
  readonly #runs = new Map<number, Run>();
  #scripts = 0;

  constructor() {
    this.#thread = new Worker(START, {
      eval: true,
      workerData: FILES,
      // The thread gets neither the arguments nor the environment of this process.
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    });
    let why = "it was stopped";
    this.#thread.on("message", (message: FromThread) => this.#take(message));
    // The error ends the thread and its scripts.
    this.#thread.on("error", (error) => (why = error.message));
    this.ended = new Promise((resolve) => this.#thread.on("exit", () => resolve()));
    void this.ended.then(() => {
      for (const { settle } of this.#runs.values()) settle("lost");
    });
    this.ready = Promise.race([
      new Promise<void>((resolve) => this.#thread.once("message", () => resolve())),
      this.ended.then(() => {
        throw new OperationError({
          message: `The emulated shell of the managed nodes did not start: ${why}.`,
          remedy: "Run `npm ci` again; the shell is the package just-bash.",
        });
      }),
    ]);
  }

  run(script: EmulatedScript, onSleep: OnSleep): RunningScript {
    const id = ++this.#scripts;
    const mustEnd = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const outcome = new Promise<EmulatedOutcome>((resolve) => {
      this.#runs.set(id, { onSleep, settle: resolve });
    }).finally(() => {
      this.#runs.delete(id);
      if (this.#runs.size === 0) this.#thread.unref();
    });
    this.#thread.ref();
    this.#say({ kind: "run", id, script, mustEnd });
    return {
      outcome,
      end: () => {
        Atomics.store(mustEnd, 0, 1);
        this.#say({ kind: "end", id });
        void this.#orElse(outcome);
      },
    };
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }

  #say(message: ToThread): void {
    this.#thread.postMessage(message);
  }

  #take(message: FromThread): void {
    switch (message.kind) {
      case "ready":
        this.#thread.unref();
        break;
      case "sleep":
        this.#runs
          .get(message.id)
          ?.onSleep(message.line, () => this.#say({ kind: "wake", id: message.id, sleep: message.sleep }));
        break;
      case "ended":
        this.#runs.get(message.id)?.settle(message.outcome);
    }
  }

  async #orElse(outcome: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const tooLate = pause(GRACE, true, { signal: over.signal }).catch(() => false);
    if (await Promise.race([outcome.then(() => false), tooLate])) await this.stop();
    over.abort();
  }
}
