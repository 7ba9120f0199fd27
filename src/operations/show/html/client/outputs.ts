/** The outputs of the steps: their bytes, their text, and the search in them. */
import { firstLine } from "../model/visible";
import type { PageOutput } from "../model/page-data";
import type { Needle } from "../model/filter";

/** Milliseconds of work after which the page may answer the user. */
const SLICE = 10;
const HEAD_BYTES = 600;
const HEAD_LENGTH = 120;

export class Outputs {
  readonly #index: readonly PageOutput[];
  readonly #packs: Uint8Array[] = [];
  readonly #heads = new Map<number, string>();
  /** By word: the outputs that contain it, among those that were there. */
  readonly #found = new Map<string, ReadonlySet<number>>();

  constructor(index: readonly PageOutput[]) {
    this.#index = index;
  }

  add(pack: Uint8Array): void {
    this.#packs.push(pack);
    this.#found.clear();
  }

  facts(output: number): PageOutput | undefined {
    return this.#index[output];
  }

  /** Undefined while it is being read. */
  bytes(output: number): Uint8Array<ArrayBuffer> | undefined {
    const [, , , pack, start, held] = this.#index[output] ?? [];
    if (pack === undefined || start === undefined || held === undefined) return undefined;
    return this.#packs[pack]?.subarray(start, start + held) as Uint8Array<ArrayBuffer> | undefined;
  }

  text(output: number, encoding = "utf-8"): string | undefined {
    const bytes = this.bytes(output);
    return bytes === undefined ? undefined : textOf(bytes, encoding);
  }

  /** The first line, for a cell; undefined while the output is being read. */
  head(output: number): string | undefined {
    const known = this.#heads.get(output);
    if (known !== undefined) return known;
    const bytes = this.bytes(output);
    if (bytes === undefined) return undefined;
    const head = firstLine(textOf(bytes.subarray(0, HEAD_BYTES), "utf-8"), HEAD_LENGTH);
    this.#heads.set(output, head);
    return head;
  }

  /** Searches all outputs for words; undefined if it was aborted. */
  async search(words: readonly string[], signal: AbortSignal): Promise<readonly Needle[] | undefined> {
    const needles: Needle[] = [];
    for (const word of words) {
      const outputs = await this.#search(word, signal);
      if (outputs === undefined) return undefined;
      needles.push({ word, outputs });
    }
    return needles;
  }

  async #search(word: string, signal: AbortSignal): Promise<ReadonlySet<number> | undefined> {
    const known = this.#found.get(word);
    if (known !== undefined) return known;
    const found = new Set<number>();
    let began = performance.now();
    for (const output of this.#candidates(word)) {
      if (performance.now() - began > SLICE) {
        await pause();
        if (signal.aborted) return undefined;
        began = performance.now();
      }
      if (this.text(output)?.toLowerCase().includes(word)) found.add(output);
    }
    this.#found.set(word, found);
    return found;
  }

  /** While a word is typed, only outputs with its beginning can contain it. */
  #candidates(word: string): Iterable<number> {
    for (let length = word.length - 1; length > 0; length -= 1) {
      const outputs = this.#found.get(word.slice(0, length));
      if (outputs !== undefined) return outputs;
    }
    return this.#index.keys();
  }
}

function textOf(bytes: Uint8Array<ArrayBuffer>, encoding: string): string {
  // An output whose start alone is held may end within a character.
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
