/**
 * Outputs of steps, each content once: the name of a file is the SHA-256 of its bytes. A file appears when it is complete, so
 * that one with a name is whole whenever the process ends.
 */
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onDisk } from "./on-disk";
import type { OutputReference } from "./schema";

/** What is known of an output by its bytes alone. */
export type StoredOutput = Pick<OutputReference, "sha256" | "bytes" | "encoding">;

/** Takes outputs; a library's user may keep them elsewhere than in files. */
export interface OutputSink {
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredOutput>;
}

export class OutputStore implements OutputSink {
  readonly #folder: string;
  /** Hashes of the files that are there. */
  readonly #known = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws OperationError if the file cannot be written */
  async put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredOutput> {
    if (content instanceof Uint8Array) return this.#putWhole(content);
    return this.#putStream(content);
  }

  async read(sha256: string): Promise<Buffer> {
    const file = this.#file(sha256);
    return onDisk(file, () => readFile(file));
  }

  async #putWhole(content: Uint8Array): Promise<StoredOutput> {
    const facts = new Facts();
    facts.add(content);
    const stored = facts.end();
    if (await this.#has(stored.sha256)) return stored;
    const partial = this.#partial();
    await onDisk(partial, async () => {
      await mkdir(this.#folder, { recursive: true });
      try {
        await writeFile(partial, content);
        await rename(partial, this.#file(stored.sha256));
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    });
    this.#known.add(stored.sha256);
    return stored;
  }

  async #putStream(content: AsyncIterable<Uint8Array>): Promise<StoredOutput> {
    const facts = new Facts();
    const partial = this.#partial();
    const handle = await onDisk(partial, async () => {
      await mkdir(this.#folder, { recursive: true });
      return open(partial, "w");
    });
    try {
      try {
        // An error of the content is not one of the disk.
        for await (const chunk of content) {
          facts.add(chunk);
          await onDisk(partial, () => handle.writeFile(chunk));
        }
      } finally {
        await handle.close();
      }
      const stored = facts.end();
      await onDisk(partial, () => rename(partial, this.#file(stored.sha256)));
      this.#known.add(stored.sha256);
      return stored;
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async #has(sha256: string): Promise<boolean> {
    if (this.#known.has(sha256)) return true;
    const there = await access(this.#file(sha256)).then(
      () => true,
      () => false,
    );
    if (there) this.#known.add(sha256);
    return there;
  }

  #file(sha256: string): string {
    return join(this.#folder, sha256);
  }

  #partial(): string {
    return join(this.#folder, `.partial-${randomUUID()}`);
  }
}

/** Hash, size and encoding of bytes that arrive in pieces. */
class Facts {
  readonly #hash = createHash("sha256");
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #bytes = 0;
  #isText = true;

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    if (this.#isText) this.#isText = !chunk.includes(0) && this.#decodes(chunk, true);
  }

  end(): StoredOutput {
    const isText = this.#isText && this.#decodes(new Uint8Array(), false);
    return { sha256: this.#hash.digest("hex"), bytes: this.#bytes, encoding: isText ? "utf-8" : "binary" };
  }

  #decodes(chunk: Uint8Array, stream: boolean): boolean {
    try {
      this.#decoder.decode(chunk, { stream });
      return true;
    } catch {
      return false;
    }
  }
}
