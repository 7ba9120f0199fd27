/** `fleetbook doctor`: what is wrong with tools, credentials and accounts, and the command that mends it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { colorsFor } from "../../diagnostics/colors";
import { counted } from "../../diagnostics/counted";
import { ConfigurationError } from "../../diagnostics/errors";
import { printable } from "../../diagnostics/printable";
import { shownPath } from "../../diagnostics/shown-path";
import { checkTools } from "../../doctor/check-tools";
import { examineFleet } from "../../doctor/examine";
import { AREAS, countByStatus, mergeResults, resultOf, type MergedResult, type Result } from "../../doctor/result";
import { allAccounts, type Fleet } from "../../fleet/model";
import { PACKAGE_FOLDER, PROJECT_FOLDER } from "../../project/folders";
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { unloadedFiles } from "../../sandbox/lifecycle/unloaded-files";
import { log } from "../log";
import { program } from "../program";
import { loadProject } from "../project";
import type { ExitStatus } from "../run";

/** Names of accounts that a line lists; more are counted. */
const LISTED = 6;

export function doctorCommand(): Command {
  return program("doctor", "check tools, credentials, every account and its roles, and say what to do")
    .option("--json", "print the results as JSON")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .action(async (options: { readonly json?: boolean; readonly fleet?: string }) => {
      process.exitCode = await doctor(options);
    });
}

async function doctor({
  json,
  fleet: file,
}: {
  readonly json?: boolean;
  readonly fleet?: string;
}): Promise<ExitStatus> {
  const { fleet, results: ofProject } = await project(file);
  if (fleet !== undefined) log(`Examining ${allAccounts(fleet).length} accounts …`);
  const [ofTools, ofFleet] = await Promise.all([
    checkTools({ env: process.env, node: { version: process.versions.node, range: nodeRange() } }),
    fleet === undefined ? [] : examineFleet(fleet, process.env),
  ]);
  const results = [...ofTools, ...ofProject, ...ofFleet];
  const merged = mergeResults(results);
  if (json === true) console.log(JSON.stringify({ counts: countByStatus(merged), results: merged }, undefined, 2));
  else console.log(text(merged, fleet === undefined ? 0 : allAccounts(fleet).length));
  return merged.some(({ status }) => status === "fault") ? 1 : 0;
}

/** The versions of Node that the package names. */
function nodeRange(): string {
  const { engines } = JSON.parse(readFileSync(join(PACKAGE_FOLDER, "package.json"), "utf8")) as {
    readonly engines: { readonly node: string };
  };
  return engines.node;
}

/** The fleet, unless its file or its runbooks have faults. */
async function project(file: string | undefined): Promise<{ fleet?: Fleet; results: readonly Result[] }> {
  try {
    const { fleet } = loadProject(file);
    const { AWS_ENDPOINT_URL: endpoint } = process.env;
    const unloaded =
      endpoint === undefined ? undefined : await unloadedFiles(sandboxFolder(PROJECT_FOLDER, process.env), endpoint);
    const message = `${shownPath(fleet.file)} has ${allAccounts(fleet).length} accounts and no faults.`;
    return {
      fleet,
      results: [
        { area: "project", status: "ok", message },
        ...(unloaded === undefined ? [] : [unloadedResult(unloaded)]),
      ],
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { results: error.problems.map((problem) => resultOf(problem, "project")) };
  }
}

/** @param line `fleet.yaml has changed and the sandbox has not read it: <command>` */
function unloadedResult(line: string): Result {
  const [message = line, command = ""] = line.split(": ");
  return { area: "project", status: "warning", message: `${message}.`, remedy: `Run ${command}.` };
}

function text(results: readonly MergedResult[], accountCount: number): string {
  const colors = colorsFor(process.stdout.isTTY);
  const paint = { ok: colors.green, warning: colors.yellow, fault: colors.red, unchecked: colors.yellow };
  const lines = AREAS.flatMap((area) => {
    const found = results.filter((result) => result.area === area);
    return found.length === 0
      ? []
      : [
          colors.bold(area),
          ...found.flatMap(({ status, message, remedy, accounts }) => [
            `  ${paint[status](status.padEnd(9))} ${printable(message)}${where(accounts, accountCount)}`,
            ...(remedy === undefined ? [] : [`            ${printable(remedy)}`]),
          ]),
        ];
  });
  const { fault, warning, unchecked } = countByStatus(results);
  const counts = [
    counted(fault, "fault"),
    counted(warning, "warning"),
    ...(unchecked === 0 ? [] : [`${unchecked} not checked`]),
  ];
  return [...lines, "", `${counts.join(", ")}.`].join("\n");
}

/** ` [app-dev, app-prod]`, ` [all 4 accounts]` */
function where(accounts: readonly string[], accountCount: number): string {
  if (accounts.length === 0) return "";
  if (accounts.length === accountCount) return ` [all ${accountCount} accounts]`;
  const rest = accounts.length > LISTED ? ` and ${accounts.length - LISTED} more` : "";
  return ` [${accounts
    .slice(0, LISTED)
    .map((name) => printable(name))
    .join(", ")}${rest}]`;
}
