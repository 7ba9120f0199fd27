/** `fleetbook runbook lint`: prints what is wrong with runbooks, for people, for GitHub and for other programs. */
import { Option, type Command } from "commander";
import { readCatalogue } from "../../../catalogue/catalogue";
import { lintCatalogue, lintSelection, type LintReport } from "../../../catalogue/lint-selection";
import { formatCount, formatFindings } from "../../format-findings";
import { formatGithub } from "../../format-github";
import { formatProblems } from "../../format-problems";
import { sarifLog } from "../../format-sarif";
import { program } from "../../program";
import type { ExitStatus } from "../../run";
import { notes } from "../../help/notes";

const FORMATS = {
  text: printText,
  json: (report) => console.log(JSON.stringify(report, undefined, 2)),
  github: printGithub,
  sarif: (report) => console.log(JSON.stringify(sarifLog(report, repositoryRoot()), undefined, 2)),
} as const satisfies Readonly<Record<string, (report: LintReport) => void>>;

export function lintCommand(): Command {
  return program("lint", "find errors in runbooks; docs/runbook-rules.md explains every rule")
    .argument("[runbook...]", "names, files and quoted patterns such as 'runbooks/*.yaml' (default: every runbook)")
    .addOption(
      new Option("--format <format>", "how to print the findings").choices(Object.keys(FORMATS)).default("text"),
    )
    .addHelpText(
      "after",
      notes({
        examples: ["runbook lint", "runbook lint 'check-*' disk-space.yaml", "runbook lint --format github"],
        exitStatus: "0 no errors; 1 errors were found; 2 a runbook or file does not exist or cannot be read",
      }),
    )
    .action((selection: readonly string[], { format }: { readonly format: keyof typeof FORMATS }) => {
      const catalogue = readCatalogue();
      const report = selection.length === 0 ? lintCatalogue(catalogue) : lintSelection(selection, catalogue);
      FORMATS[format](report);
      process.exitCode = exitStatus(report);
    });
}

function printText(report: LintReport): void {
  if (report.findings.length > 0) console.log(formatFindings(report.findings, process.stdout.isTTY));
  if (report.unreadable.length > 0) console.error(formatProblems(report.unreadable));
  console.log(formatCount(report));
}

function printGithub(report: LintReport): void {
  const commands = formatGithub(report, repositoryRoot());
  if (commands !== "") console.log(commands);
  console.log(formatCount(report));
}

/** Absolute path of the repository in GitHub Actions, and of the current folder elsewhere. */
function repositoryRoot(): string {
  return process.env["GITHUB_WORKSPACE"] || process.cwd();
}

function exitStatus({ findings, unreadable }: LintReport): ExitStatus {
  if (unreadable.length > 0) return 2;
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
