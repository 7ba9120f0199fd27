/**
 * A long-running Python process that answers requests as JSON lines over standard input and output, many at the same time.
 * It starts with the first request, and again after a crash. It ends when its standard input ends, so also when this process
 * is killed.
 */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { printable } from "../../diagnostics/printable";

export interface WorkerOptions {
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Absolute path of the worker's program, and its arguments. */
  readonly arguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Receives every line that the worker sends, answers and other messages. */
  readonly onMessage?: (message: WorkerMessage) => void;
}

/** A message of a worker. It is trusted, because the worker is Fleetbook's own program. */
export interface WorkerMessage {
  /** The request that this answers. */
  readonly id?: number;
  readonly [member: string]: unknown;
}

/** The worker ended, could not be started, or has been stopped. */
export class WorkerEnded extends Error {
  override readonly name = "WorkerEnded";
}

interface Pending {
  resolve(message: WorkerMessage): void;
  reject(error: WorkerEnded): void;
}

/** How many characters of standard error are kept for a message. */
const KEPT_CHARACTERS = 1000;
/** How long to wait for a worker that does not end when its standard input ends. */
const PATIENCE_MILLISECONDS = 5000;

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly closed: Promise<void>;
}

export class PythonWorker {
  #running: Running | undefined;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #isStopped = false;

  readonly #options: WorkerOptions;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /**
   * Sends a request and waits for its answer.
   * @throws WorkerEnded, or the signal's reason as soon as the signal is aborted, without waiting for the worker
   */
  ask(request: object, signal: AbortSignal): Promise<WorkerMessage> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (this.#isStopped) throw new WorkerEnded("Python has been stopped.");
      const { child } = (this.#running ??= this.#start());
      const id = ++this.#lastId;
      const settled = () => {
        signal.removeEventListener("abort", onAbort);
        this.#pending.delete(id);
        if (this.#pending.size === 0) keepAlive(child, false);
      };
      const onAbort = () => {
        settled();
        child.stdin.write(`${JSON.stringify({ cancel: id })}\n`);
        reject(signal.reason as Error);
      };
      this.#pending.set(id, {
        resolve(message) {
          settled();
          resolve(message);
        },
        reject(error) {
          settled();
          reject(error);
        },
      });
      signal.addEventListener("abort", onAbort);
      keepAlive(child, true);
      child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  /** Ends the worker for good and waits until it has ended. Pending requests are rejected. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#running === undefined) return;
    const { child, closed } = this.#running;
    keepAlive(child, true);
    child.stdin.end();
    const impatience = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MILLISECONDS);
    await closed;
    clearTimeout(impatience);
  }

  #start(): Running {
    const { python, env, onMessage } = this.#options;
    // A session of its own, because Ctrl-C in the terminal must reach only this process, which then stops the worker.
    const child = spawn(python, this.#options.arguments, { env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    // The pipe breaks if the worker ends first, which is reported below.
    child.stdin.on("error", () => undefined);
    let failure = "";
    child.on("error", (error) => {
      failure = error.message;
    });
    let lastOutput = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      lastOutput = (lastOutput + chunk).slice(-KEPT_CHARACTERS);
    });
    createInterface(child.stdout).on("line", (line) => {
      const message = JSON.parse(line) as WorkerMessage;
      onMessage?.(message);
      if (message.id !== undefined) this.#pending.get(message.id)?.resolve(message);
    });
    const closed = once(child, "close")
      .catch(() => undefined)
      .then(() => {
        this.#running = undefined;
        const words = printable(failure || lastOutput, "removed").trim();
        const error = new WorkerEnded(`Python (${python}) ended. Its last output: ${words || "none"}`);
        for (const request of [...this.#pending.values()]) request.reject(error);
      });
    return { child, closed };
  }
}

/** The worker keeps this process alive only while an answer is pending. */
function keepAlive(child: ChildProcessWithoutNullStreams, isNeeded: boolean): void {
  for (const part of [child, child.stdin, child.stdout, child.stderr]) {
    if (part === child || part instanceof Socket) (part as Socket)[isNeeded ? "ref" : "unref"]();
  }
}
