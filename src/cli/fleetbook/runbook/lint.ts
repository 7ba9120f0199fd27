/** `fleetbook runbook lint`: says what is wrong with runbooks, for people or as JSON. */
import { Option, type Command } from "commander";
import { readCatalogue } from "../../../catalogue/catalogue";
import { lintCatalogue, lintSelection, type LintReport } from "../../../catalogue/lint-selection";
import { formatCount, formatFindings } from "../../format-findings";
import { formatProblems } from "../../format-problems";
import { program } from "../../program";
import type { ExitStatus } from "../../run";

export function lintCommand(): Command {
  return program("lint", "check runbooks; docs/runbook-rules.md explains every rule")
    .argument("[selection...]", "names, files and quoted patterns such as 'runbooks/*.yaml' (default: every runbook)")
    .addOption(new Option("--format <format>", "how to print the findings").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      "\nExit status: 0 no errors; 1 errors were found; 2 something could not be read or is not there.",
    )
    .action((selection: readonly string[], { format }: { readonly format: "text" | "json" }) => {
      const catalogue = readCatalogue();
      const report = selection.length === 0 ? lintCatalogue(catalogue) : lintSelection(selection, catalogue);
      if (format === "json") console.log(JSON.stringify(report, undefined, 2));
      else print(report);
      process.exitCode = exitStatus(report);
    });
}

function print(report: LintReport): void {
  if (report.findings.length > 0) console.log(formatFindings(report.findings, process.stdout.isTTY));
  if (report.unreadable.length > 0) console.error(formatProblems(report.unreadable));
  console.log(formatCount(report));
}

function exitStatus({ findings, unreadable }: LintReport): ExitStatus {
  if (unreadable.length > 0) return 2;
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
