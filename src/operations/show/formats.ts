/** The formats that a run can be written in, besides the terminal's. */
import { jsonLines, jsonObject } from "./data";
import { showAsJunit } from "./junit";
import { showAsMarkdown } from "./markdown";
import type { Report } from "./report";

/** Text in pieces, because all outputs together may be larger than memory. */
export type Chunks = AsyncIterable<string> | Iterable<string>;

export type FormatName = "json" | "jsonl" | "markdown" | "junit";

export const FORMATS: Readonly<Record<FormatName, (report: Report) => Chunks | Promise<Chunks>>> = {
  json: jsonObject,
  jsonl: ({ stored }) => jsonLines(stored),
  markdown: (report) => [showAsMarkdown(report)],
  junit: async (report) => [await showAsJunit(report)],
};
