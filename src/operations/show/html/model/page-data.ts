/**
 * What the page carries, as one JSON text. Fields have fixed places, and a string that repeats is written once: 50,000 results
 * are small, and the browser reads them quickly.
 */
import type { PatternName } from "../../../fold/normalize";
import type { OutputReference, Run, UnreadRecord } from "../../../results/schema";

/** A string at its first appearance, and its number in the order of first appearances after that; null if there is none. */
export type Interned = string | number | null;

/** Milliseconds after the base of the page; null if there is none. */
export type Moment = number | null;

/** Message, stage, type and cause. */
export type PageFailure = readonly [message: Interned, stage: Interned, type: Interned, cause: Interned];

export type PageExecution = readonly [
  kind: 0,
  level: "parent" | "account" | "instance",
  accountId: Interned,
  region: Interned,
  executionId: Interned,
  instance: Interned,
  instanceName: Interned,
  hostName: Interned,
  status: Interned,
  start: Moment,
  end: Moment,
  failure: PageFailure | null,
  outputs: Readonly<Record<string, readonly string[]>> | null,
];

/** Number of an output, where it was read, and what AWS has cut. */
export type PageOutputReference = readonly [
  output: number,
  source: OutputReference["source"],
  cut: NonNullable<OutputReference["cut"]> | null,
];

export type PageStep = readonly [
  kind: 1,
  accountId: Interned,
  region: Interned,
  executionId: Interned,
  instance: Interned,
  instanceName: Interned,
  step: Interned,
  index: number,
  action: Interned,
  status: Interned,
  start: Moment,
  end: Moment,
  failure: PageFailure | null,
  responseCode: Interned,
  response: Interned,
  maxAttempts: number | null,
  timeoutSeconds: number | null,
  /** Names and JSON texts in turns. */
  inputs: readonly Interned[],
  /** The loop that the step is in: `ForEach, iteration 2 (eu-west-1)`. */
  loop: Interned,
  /** Ids of commands do not repeat. */
  commandId: string | null,
  output: PageOutputReference | null,
];

type PageUnread = readonly [kind: 2, record: UnreadRecord];

export type PageRecord = PageExecution | PageStep | PageUnread;

/** Where the bytes of an output are: `held` bytes from `start` in the pack. */
export type PageOutput = readonly [
  sha256: string,
  bytes: number,
  isText: 0 | 1,
  pack: number,
  start: number,
  held: number,
];

export interface PageData {
  readonly run: Run;
  /** Milliseconds since 1970 from which the moments count. */
  readonly base: number;
  readonly records: readonly PageRecord[];
  readonly outputs: readonly PageOutput[];
  /** What is normalized in the answers, until the user chooses. */
  readonly patterns: readonly PatternName[];
}

/** Ids of the elements that hold the data. */
export const RECORDS_ID = "records";
export const PACK_CLASS = "pack";
