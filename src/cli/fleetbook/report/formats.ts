/** The options with which a report is written to files, and the one place that writes it. */
import type { Command } from "commander";
import { shownPath } from "../../../diagnostics/shown-path";
import { ConfigurationError } from "../../../diagnostics/errors";
import type { Chunks, DataFormatName, FormatName } from "../../../operations/show/formats";
import type { Report } from "../../../operations/show/report";
import type { TerminalFormat } from "../../../operations/show/terminal";
import { log } from "../../log";

/** File names; `-` is stdout. */
export type FormatOptions = Partial<Readonly<Record<FormatName, string>>>;

const DESCRIPTIONS: Readonly<Record<FormatName, string>> = {
  html: "one page that opens from disk, offline, into this file",
  json: "everything as one JSON object; the file - is stdout",
  jsonl: "one JSON object in each line",
  markdown: "Markdown, for a ticket; appended to $GITHUB_STEP_SUMMARY too, if that is set",
  junit: "JUnit XML, for CI systems",
};

export const REPORT_FORMATS: readonly FormatName[] = ["html", "json", "jsonl", "markdown", "junit"];
export const DIFF_FORMATS: readonly DataFormatName[] = ["json", "jsonl", "markdown", "junit"];

export function withFormats(command: Command, formats: readonly FormatName[]): Command {
  for (const name of formats) command.option(`--${name} <file>`, DESCRIPTIONS[name]);
  return command;
}

/** Collects the values of an option that can be repeated. */
export function each(text: string, others: readonly string[]): readonly string[] {
  return [...others, text];
}

export function terminalFormat({ full = false }: { readonly full?: boolean }): TerminalFormat {
  const { isTTY, columns } = process.stdout;
  return { colored: isTTY, columns: isTTY ? columns : undefined, full };
}

/** Writes the run in each format that was asked for; without any, what the terminal shows. */
export async function writeFormats(
  options: FormatOptions,
  report: Report,
  terminal: () => Promise<string>,
): Promise<void> {
  const { FORMATS } = await import("../../../operations/show/formats");
  await writeEach(REPORT_FORMATS, options, (name) => FORMATS[name](report), terminal);
}

/** @param make the content in a format */
export async function writeEach<Name extends FormatName>(
  formats: readonly Name[],
  options: FormatOptions,
  make: (name: Name) => Chunks | Promise<Chunks>,
  terminal: () => Promise<string>,
): Promise<void> {
  const { appendSummary, writeChunks } = await import("../../../operations/show/write-file");
  const asked = formats.flatMap((name) => {
    const file = options[name];
    return file === undefined ? [] : [{ name, file }];
  });
  if (asked.filter(({ file }) => file === "-").length > 1) {
    throw new ConfigurationError({
      message: "Only one format can go to stdout.",
      remedy: "Name a file for the others.",
    });
  }
  for (const { name, file } of asked) {
    if (file === "-") for await (const chunk of await make(name)) process.stdout.write(chunk);
    else {
      await writeChunks(file, await make(name));
      log(`${name}: ${shownPath(file)}`);
    }
    const summary = process.env.GITHUB_STEP_SUMMARY;
    if (name === "markdown" && summary) {
      for await (const chunk of await make(name)) await appendSummary(summary, chunk);
    }
  }
  if (asked.length === 0) console.log(await terminal());
}
