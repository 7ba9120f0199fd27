/**
 * Writes a run's folder while it is collected. The process may end at any moment: what the journal names stays valid, and the
 * next collection continues with it.
 */
import { createReadStream } from "node:fs";
import { appendFile, mkdir, open, rename, stat, writeFile } from "node:fs/promises";
import { runFiles, type RunFiles } from "./files";
import { journalLine, readJournal, type JournalEntry } from "./journal";
import { onDisk } from "./on-disk";
import { OutputStore } from "./output-store";
import { lockRun, type RunLock } from "./run-lock";
import type { ResultRecord, Run } from "./schema";

/** What is read together, and written together or not at all. */
export interface ResultUnit {
  readonly unit: string;
  readonly final: boolean;
  readonly records: readonly ResultRecord[];
}

export class RunWriter {
  readonly outputs: OutputStore;
  /** Units of an earlier collection that need not be read again. */
  readonly done: ReadonlySet<string>;
  readonly #files: RunFiles;
  readonly #lock: RunLock;
  #end: number;

  private constructor(files: RunFiles, lock: RunLock, kept: readonly JournalEntry[]) {
    this.#files = files;
    this.#lock = lock;
    this.outputs = new OutputStore(files.outputs);
    this.done = new Set(kept.map(({ unit }) => unit));
    this.#end = kept.at(-1)?.end ?? 0;
  }

  /**
   * @param folder `out/runs/<id>`; made if it is not there
   * @throws OperationError if it cannot be written, or another process writes it
   */
  static async open(folder: string): Promise<RunWriter> {
    const files = runFiles(folder);
    return onDisk(folder, async () => {
      await mkdir(files.outputs, { recursive: true });
      const lock = await lockRun(files.lock);
      try {
        return new RunWriter(files, lock, await keepFinal(files));
      } catch (error) {
        await lock.release();
        throw error;
      }
    });
  }

  /** Lets other processes write the folder. Nothing is written afterwards. */
  async close(): Promise<void> {
    await onDisk(this.#files.lock, () => this.#lock.release());
  }

  /** Appends a unit. Calls must not overlap. @throws OperationError if the disk is full */
  async write({ unit, final, records }: ResultUnit): Promise<void> {
    const text = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    await onDisk(this.#files.results, () => appendFile(this.#files.results, text));
    this.#end += text.length;
    await onDisk(this.#files.journal, () =>
      appendFile(this.#files.journal, journalLine({ unit, end: this.#end, final })),
    );
  }

  /** Replaces `run.json`. */
  async describe(run: Run): Promise<void> {
    const partial = `${this.#files.run}.new`;
    await onDisk(this.#files.run, async () => {
      await writeFile(partial, `${JSON.stringify(run, undefined, 2)}\n`);
      await rename(partial, this.#files.run);
    });
  }
}

/** Removes what an earlier collection did not finish, and the units that have to be read again. */
async function keepFinal(files: RunFiles): Promise<readonly JournalEntry[]> {
  const newResults = `${files.results}.new`;
  const newJournal = `${files.journal}.new`;
  // Both files change together: only if the results were renamed does the new journal belong to them.
  if ((await exists(newJournal)) && !(await exists(newResults))) await rename(newJournal, files.journal);

  const size = await sizeOf(files.results);
  const valid = (await readJournal(files.journal)).filter(({ end }) => end <= size);
  const kept: JournalEntry[] = [];
  const ranges: Range[] = [];
  let start = 0;
  let length = 0;
  for (const { unit, end, final } of valid) {
    if (final) {
      const last = ranges.at(-1);
      if (last?.end === start) last.end = end;
      else ranges.push({ start, end });
      length += end - start;
      kept.push({ unit, end: length, final });
    }
    start = end;
  }
  await copyRanges(files.results, newResults, ranges);
  await writeFile(newJournal, kept.map(journalLine).join(""));
  await rename(newResults, files.results);
  await rename(newJournal, files.journal);
  return kept;
}

/** Bytes from `start` up to and without `end`. */
interface Range {
  readonly start: number;
  end: number;
}

async function copyRanges(from: string, to: string, ranges: readonly Range[]): Promise<void> {
  const target = await open(to, "w");
  try {
    for (const { start, end } of ranges) {
      // `end` of a read stream is inclusive.
      for await (const chunk of createReadStream(from, { start, end: end - 1 }))
        await target.writeFile(chunk as Buffer);
    }
  } finally {
    await target.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return (await sizeOf(file, -1)) >= 0;
}

async function sizeOf(file: string, ifMissing = 0): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ifMissing;
    throw error;
  }
}
