/** Shows a kept run in one format, into a file: `show-once.ts RUN FORMAT FILE`. Prints its peak memory in bytes. */
import { readRun } from "../../src/operations/results/read-run";
import { FORMATS, type FormatName } from "../../src/operations/show/formats";
import { makeReport } from "../../src/operations/show/report";
import { showInTerminal } from "../../src/operations/show/terminal";
import { writeChunks } from "../../src/operations/show/write-file";

async function main([folder = "", format = "", file = ""]: readonly string[]): Promise<void> {
  const report = await makeReport(await readRun(folder), { steps: ["all"], patterns: [] });
  const chunks =
    format === "terminal"
      ? [showInTerminal(report, { colored: false, columns: 80, full: false })]
      : await FORMATS[format as FormatName](report);
  await writeChunks(file, chunks);
  // In kilobytes.
  console.log(process.resourceUsage().maxRSS * 1024);
}

void main(process.argv.slice(2));
