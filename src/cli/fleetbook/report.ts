/** `fleetbook report`: every result of an execution in one place. */
import type { Command } from "commander";
import { ConfigurationError, InterruptedError } from "../../diagnostics/errors";
import type { StoredRun } from "../../operations/results/read-run";
import { interruptible } from "../../rollout/interrupt";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import { program } from "../program";
import { readCatalogue } from "../../catalogue/catalogue";
import type { ExitStatus } from "../run";
import { reportDiffCommand } from "./report/diff";
import { each, REPORT_FORMATS, terminalFormat, withFormats, writeFormats, type FormatOptions } from "./report/formats";
import { runOf, type RunChoice } from "./report/run-of";
import { notes } from "../help/notes";

interface ReportCommandOptions extends FormatOptions, RunChoice {
  readonly step: readonly string[];
  readonly normalize?: string;
  readonly full?: boolean;
}

export function reportCommand(): Command {
  const command = program("report", "collect the results of an execution from every account, and show them")
    // `report diff` has options of the same names.
    .enablePositionalOptions()
    .argument("[id]", "id of a run, or of an execution")
    .option("--last", "the newest execution")
    .option("-a, --account <name or id>", "the account that it was started in (default: the administrator account)")
    .option("--out <dir>", "where results are kept (default: out/runs)")
    .option("-s, --step <name>", "show the answers to this step, `all` for every step; repeat it for several", each, [])
    .option("--normalize <patterns>", "fold answers that differ in these: default (host, time, pid), ip, uuid, number")
    .option("--full", "whole answers, and the names of all instances")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)");
  return withFormats(command, REPORT_FORMATS)
    .addHelpText(
      "after",
      notes({
        examples: ["report --last", "report ID --step CheckTimezone", "report ID --html report.html"],
        exitStatus: "0 every instance succeeded and was read; 1 not; 2 wrong usage",
      }),
    )
    .action(async (id: string | undefined, options: ReportCommandOptions) => {
      process.exitCode = await report(id, options);
    })
    .addCommand(reportDiffCommand());
}

async function report(id: string | undefined, options: ReportCommandOptions): Promise<ExitStatus> {
  if ((id === undefined) === (options.last !== true)) {
    throw new ConfigurationError({
      message: "Expected the id of an execution, or --last for the newest one, and not both.",
      remedy: "start-automation-execution prints the id.",
    });
  }
  const { patternsOf } = await import("../../operations/fold/normalize");
  const patterns = options.normalize === undefined ? [] : patternsOf(options.normalize);
  const fleet = loadProjectFleet(readCatalogue(), options.fleet);
  const stored: StoredRun = await interruptible(
    () => log("stopping: what was read is kept, and the same command continues with it"),
    async ({ signal }) => {
      const run = await runOf(fleet, id, options, signal);
      if (signal.aborted) throw new InterruptedError("Interrupted: the same command continues with what was read.");
      return run;
    },
  );
  const { makeReport } = await import("../../operations/show/report");
  const made = await makeReport(stored, { steps: options.step, patterns });
  await writeFormats(options, made, async () => {
    const { showInTerminal } = await import("../../operations/show/terminal");
    return showInTerminal(made, terminalFormat(options));
  });
  return made.totals.succeeded ? 0 : 1;
}
