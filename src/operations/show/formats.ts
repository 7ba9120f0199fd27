/** The formats that a run can be written in, besides the terminal's. */
import { jsonLines, jsonObject } from "./data";
import { showAsJunit } from "./junit";
import { showAsMarkdown } from "./markdown";
import type { Report } from "./report";

/** Text in pieces, because all outputs together may be larger than memory. */
export type Chunks = AsyncIterable<string> | Iterable<string>;

/** The formats of a comparison of two runs as well. */
export type DataFormatName = "json" | "jsonl" | "markdown" | "junit";
export type FormatName = DataFormatName | "html";

export const FORMATS: Readonly<Record<FormatName, (report: Report) => Chunks | Promise<Chunks>>> = {
  html: async ({ stored, patterns }) => {
    // Loaded here because it takes a bundler to make the page.
    const { showAsHtml } = await import("./html/page");
    return showAsHtml(stored, { patterns });
  },
  json: jsonObject,
  jsonl: ({ stored }) => jsonLines(stored),
  markdown: (report) => [showAsMarkdown(report)],
  junit: showAsJunit,
};
