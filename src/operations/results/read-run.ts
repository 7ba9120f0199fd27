/** Reads a run's folder. It may be the folder of an interrupted collection: what the journal names is there. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { OperationError } from "../../diagnostics/errors";
import { shownPath } from "../../diagnostics/shown-path";
import { runFiles } from "./files";
import { readJournal } from "./journal";
import { OutputStore } from "./output-store";
import { resultRecordSchema, RESULTS_VERSION, runSchema, type ResultRecord, type Run } from "./schema";
import { FLEETBOOK } from "../../diagnostics/called-as";

/** A run as its folder has it. */
export interface StoredRun {
  readonly run: Run;
  /** The results in the order in which they were read, one at a time. */
  readonly records: () => AsyncIterable<ResultRecord>;
  /** The bytes of an output. */
  readonly output: (sha256: string) => Promise<Buffer>;
}

/** @throws OperationError if the folder has no run, or one of another version */
export async function readRun(folder: string): Promise<StoredRun> {
  const files = runFiles(folder);
  const run = await readDescription(files.run);
  const outputs = recentOutputs(new OutputStore(files.outputs));
  return {
    run,
    records: () => readRecords(files.results, files.journal),
    output: outputs,
  };
}

/** Bytes of outputs that are kept, because many instances give the same answer. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** Reads outputs, and keeps the ones that were read last. */
function recentOutputs(store: OutputStore): StoredRun["output"] {
  const kept = new Map<string, Buffer>();
  let bytes = 0;
  return async (sha256) => {
    const recent = kept.get(sha256);
    if (recent !== undefined) return recent;
    const content = await store.read(sha256);
    if (content.length > KEPT_BYTES / 16 || kept.has(sha256)) return content;
    kept.set(sha256, content);
    bytes += content.length;
    for (const [oldest, { length }] of kept) {
      if (bytes <= KEPT_BYTES) break;
      kept.delete(oldest);
      bytes -= length;
    }
    return content;
  };
}

async function readDescription(file: string): Promise<Run> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new OperationError({
      place: shownPath(file),
      message: "The file does not exist, so nothing was collected here.",
      remedy: `Collect the run first: ${FLEETBOOK} report ID.`,
    });
  }
  try {
    return runSchema.parse(JSON.parse(text));
  } catch {
    throw new OperationError({
      place: shownPath(file),
      message: `The file is not a run of version ${RESULTS_VERSION}.`,
      remedy: "Remove the folder and collect the run again.",
    });
  }
}

async function* readRecords(file: string, journal: string): AsyncIterable<ResultRecord> {
  const end = (await readJournal(journal)).at(-1)?.end ?? 0;
  if (end === 0) return;
  let number = 0;
  for await (const line of lines(createReadStream(file, { encoding: "utf8", end: end - 1 }))) {
    number += 1;
    yield recordOf(line, file, number);
  }
}

/** Lines that end in a line feed. Node's readline also splits at U+2028, which is part of a JSON text. */
async function* lines(chunks: AsyncIterable<unknown>): AsyncIterable<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const parts = `${rest}${chunk as string}`.split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

function recordOf(line: string, file: string, number: number): ResultRecord {
  try {
    return resultRecordSchema.parse(JSON.parse(line));
  } catch {
    throw new OperationError({
      place: `${shownPath(file)}:${number}`,
      message: `The line is not a result of version ${RESULTS_VERSION}.`,
      remedy: "Remove the folder and collect the run again.",
    });
  }
}
