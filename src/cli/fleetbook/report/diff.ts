/** `fleetbook report diff`: what changed between two runs. */
import type { Command } from "commander";
import { readCatalogue } from "../../../catalogue/catalogue";
import type { DataFormatName } from "../../../operations/show/formats";
import { interruptible } from "../../../rollout/interrupt";
import { program } from "../../program";
import { loadProjectFleet } from "../../project";
import { log } from "../../log";
import type { ExitStatus } from "../../run";
import { DIFF_FORMATS, terminalFormat, withFormats, writeEach, type FormatOptions } from "./formats";
import { runOf, type RunChoice } from "./run-of";
import { notes } from "../../help/notes";

interface DiffOptions extends FormatOptions, Omit<RunChoice, "last"> {
  readonly normalize?: string;
  readonly full?: boolean;
}

export function reportDiffCommand(): Command {
  const command = program("diff", "show what changed between two runs: statuses, answers, new and missing instances")
    .argument("<id1>", "id of the run or execution before")
    .argument("<id2>", "id of the run or execution after")
    .option("-a, --account <name or id>", "the account that they were started in (default: the administrator account)")
    .option("--out <dir>", "where results are kept (default: out/runs)")
    .option("--normalize <patterns>", "what is no difference: default (host, time, pid), ip, uuid, number")
    .option("--full", "whole differences")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)");
  return withFormats(command, DIFF_FORMATS)
    .addHelpText(
      "after",
      notes({
        examples: ["report diff ID1 ID2", "report diff ID1 ID2 --normalize default,ip --markdown -"],
        exitStatus: "0 nothing changed; 1 something did; 2 wrong usage",
      }),
    )
    .action(async (before: string, after: string, options: DiffOptions) => {
      process.exitCode = await diff(before, after, options);
    });
}

async function diff(before: string, after: string, options: DiffOptions): Promise<ExitStatus> {
  const { patternsOf } = await import("../../../operations/fold/normalize");
  const patterns = options.normalize === undefined ? [] : patternsOf(options.normalize);
  const fleet = loadProjectFleet(readCatalogue(), options.fleet);
  const [old, now] = await interruptible(
    () => log("stopping: what was read is kept, and the same command continues with it"),
    async ({ signal }) =>
      [await runOf(fleet, before, options, signal), await runOf(fleet, after, options, signal)] as const,
  );
  const { compareRuns, isDifferent } = await import("../../../operations/compare/compare");
  const { comparisonAsMarkdown, comparisonInTerminal } = await import("../../../operations/compare/show-comparison");
  const data = await import("../../../operations/compare/comparison-data");
  const comparison = await compareRuns(old, now, patterns);
  const make: Readonly<Record<DataFormatName, (of: typeof comparison) => string>> = {
    json: data.comparisonAsJson,
    jsonl: data.comparisonAsJsonLines,
    markdown: comparisonAsMarkdown,
    junit: data.comparisonAsJunit,
  };
  await writeEach(
    DIFF_FORMATS,
    options,
    (name) => [make[name](comparison)],
    () => Promise.resolve(comparisonInTerminal(comparison, terminalFormat(options))),
  );
  return isDifferent(comparison) ? 1 : 0;
}
