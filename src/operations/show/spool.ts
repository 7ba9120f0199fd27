/** Texts that are written in pieces and read later, in the order of another thing. They are in files, because they may be larger than memory. */
import { createReadStream } from "node:fs";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onDisk } from "../results/on-disk";

/** Characters of one text that wait in memory. */
const WAITING = 16_384;

export class Spools {
  readonly #folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws OperationError if the folder for temporary files cannot be written */
  static async open(): Promise<Spools> {
    const prefix = join(tmpdir(), "fleetbook-");
    return new Spools(await onDisk(prefix, () => mkdtemp(prefix)));
  }

  add(): Spool {
    this.#count += 1;
    return new Spool(join(this.#folder, String(this.#count)));
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export class Spool {
  readonly #file: string;
  #waiting = "";
  #hasFile = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** Calls must not overlap. @throws OperationError if the disk is full */
  async write(text: string): Promise<void> {
    this.#waiting += text;
    if (this.#waiting.length < WAITING) return;
    await onDisk(this.#file, () => appendFile(this.#file, this.#waiting));
    this.#hasFile = true;
    this.#waiting = "";
  }

  /** Everything that was written. */
  async *read(): AsyncIterable<string> {
    if (this.#hasFile) {
      for await (const chunk of createReadStream(this.#file, { encoding: "utf8" })) yield chunk as string;
    }
    if (this.#waiting !== "") yield this.#waiting;
  }
}
