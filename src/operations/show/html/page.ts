/**
 * A run as one HTML file that opens from disk without a network. Records and outputs go through in pieces, so that the memory
 * does not grow with the run.
 */
import { pipeline, Readable } from "node:stream";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import type { PatternName } from "../../fold/normalize";
import type { ResultRecord, Run } from "../../results/schema";
import { pageBundle } from "./bundle";
import { afterRecords, documentEnd, documentStart, packEnd, packStart } from "./document";
import { Encoder } from "./model/encode";
import type { PageOutput } from "./model/page-data";
import { layOut } from "./model/page-outputs";

/** What the page is written from: a run that was read from disk, or a collection of the caller's own. */
export interface PageSource {
  readonly run: Run;
  records(): AsyncIterable<ResultRecord> | Iterable<ResultRecord>;
  output(sha256: string): Promise<Uint8Array>;
}

/** Bytes of outputs in a page. A browser opens it on a small machine. */
const BUDGET = 64 * 1024 * 1024;
const PACK_SIZE = 4 * 1024 * 1024;
/** Characters of JSON that are compressed together. */
const PIECE_SIZE = 64 * 1024;

interface PageOptions {
  /** What is normalized in the answers when the page opens. @default nothing */
  readonly patterns?: readonly PatternName[];
  /** Bytes of outputs in the page; longer ones keep their start. @default 64 MiB */
  readonly budget?: number;
}

/** The text of the file, in pieces. */
export async function* showAsHtml(
  source: PageSource,
  { patterns = [], budget = BUDGET }: PageOptions = {},
): AsyncIterable<string> {
  const bundle = await pageBundle();
  let outputs: readonly PageOutput[] = [];
  yield documentStart(source.run, bundle);
  yield* base64(compressed(recordsJson(source, patterns, (seen) => (outputs = layOut(seen, budget, PACK_SIZE)))));
  yield afterRecords(bundle);
  for await (const pack of packs(source, outputs)) {
    yield `${packStart}${(await promisify(gzip)(pack)).toString("base64")}${packEnd}`;
  }
  yield documentEnd;
}

/** The `PageData` as JSON, in pieces. @param place gives each output its place, once all are known */
async function* recordsJson(
  source: PageSource,
  patterns: readonly PatternName[],
  place: (seen: Encoder["outputs"]) => readonly PageOutput[],
): AsyncIterable<string> {
  const { run } = source;
  const base = Date.parse(run.startTime ?? run.collectedAt);
  const encoder = new Encoder(base);
  let piece = `{"run":${JSON.stringify(run)},"patterns":${JSON.stringify(patterns)},"base":${base},"records":[`;
  let separator = "";
  for await (const record of source.records()) {
    piece += `${separator}${JSON.stringify(encoder.encode(record))}`;
    separator = ",";
    if (piece.length < PIECE_SIZE) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}],"outputs":${JSON.stringify(place(encoder.outputs))}}`;
}

/** Bytes of outputs as they were laid out. */
async function* packs(source: PageSource, outputs: readonly PageOutput[]): AsyncIterable<Buffer> {
  let parts: Uint8Array[] = [];
  let current = 0;
  for (const [sha256, , , pack, , held] of outputs) {
    if (pack !== current) {
      yield Buffer.concat(parts);
      parts = [];
      current = pack;
    }
    parts.push((await source.output(sha256)).subarray(0, held));
  }
  if (outputs.length > 0) yield Buffer.concat(parts);
}

function compressed(text: AsyncIterable<string>): AsyncIterable<Buffer> {
  const zip = createGzip();
  // An error of the source ends `zip`, and so reaches who reads it.
  pipeline(Readable.from(text, { objectMode: false }), zip, () => undefined);
  return zip;
}

/** Base64 has groups of three bytes: what is left of a chunk goes before the next one. */
async function* base64(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    if (whole > 0) yield bytes.toString("base64", 0, whole);
  }
  if (rest.length > 0) yield rest.toString("base64");
}
