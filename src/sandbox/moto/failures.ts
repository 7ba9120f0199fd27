/**
 * Reads exceptions from moto's standard error. moto's HTTP answer is a bare "500 Internal Server Error"; the exception says
 * whether the operation is not implemented or failed, and how.
 */
import { setTimeout as sleep } from "node:timers/promises";

/** Whether moto does not have the operation, or has it and failed. The log has the exception. */
type MotoFailure = "not implemented" | "failed";

/** How long to wait for moto to print the traceback of an answer that it has already sent. */
const PATIENCE_MILLISECONDS = 2000;
const KEPT_LINES = 20;

export class MotoFailures {
  readonly #unclaimed: MotoFailure[] = [];
  readonly #recent: string[] = [];
  #traceback: string[] | undefined;

  /** Reads one line of moto's standard error. @returns false for a line of the access log, which nobody needs. */
  read(line: string): boolean {
    if (/^\S+ - - \[.*\] ".*" \d{3} /.test(line)) return false;
    this.#recent.push(line);
    if (this.#recent.length > KEPT_LINES) this.#recent.shift();

    if (line === "Error on request:") this.#traceback = [];
    else if (isChained(line) && this.#traceback === undefined) {
      // The exception before this line caused another one, so it is not the final one.
      this.#unclaimed.pop();
      this.#traceback = [];
    } else if (this.#traceback !== undefined) this.#readTraceback(line, this.#traceback);
    return true;
  }

  /**
   * The failure behind a 500 that moto has just answered. Undefined if moto does not print one. Tracebacks have no request
   * id, so the failures of simultaneous requests may be exchanged.
   */
  async claim(): Promise<MotoFailure | undefined> {
    const deadline = Date.now() + PATIENCE_MILLISECONDS;
    while (this.#unclaimed.length === 0 && Date.now() < deadline) await sleep(5);
    return this.#unclaimed.shift();
  }

  /** The last lines that moto printed, for a message. */
  lastLines(): string {
    return this.#recent.join("\n");
  }

  #readTraceback(line: string, soFar: string[]): void {
    soFar.push(line);
    if (line === "" || isChained(line) || /^(\s|Traceback )/.test(line)) return;
    const lookedForBackend = soFar.some((earlier) => earlier.includes("in get_backend"));
    const isMissing = /^(NotImplementedError|botocore\.model\.OperationNotFoundError)\b/.test(line);
    this.#unclaimed.push(lookedForBackend || isMissing ? "not implemented" : "failed");
    this.#traceback = undefined;
  }
}

/** Whether this is the line between an exception and the one that it caused. */
function isChained(line: string): boolean {
  return /^(During handling of|The above exception was)/.test(line);
}
