/** `fleetbook runbook simulate`: runs a runbook on this machine, without AWS and without the sandbox, step by step. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Runbook } from "../../../document/model";
import { parametersFrom } from "../../../document/parameters/given-parameters";
import { ApiCallError, AutomationError } from "../../../engine/errors";
import { ConfigurationError } from "../../../diagnostics/errors";
import { interruptible } from "../../../rollout/interrupt";
import { locateFleetFile } from "../../../fleet/locate";
import type { Location } from "../../../iam/location";
import { readCatalogue, type Catalogue } from "../../../catalogue/catalogue";
import { findRunbook } from "../../../catalogue/find-runbook";
import type { SimulatedRun } from "../../../simulation/result";
import type { SimulationOptions } from "../../../simulation/simulate";
import { formatEnd, formatStep, formatWaiting } from "../../format-simulation";
import { program } from "../../program";
import { loadProjectFleet } from "../../project";
import { log } from "../../log";
import { PROJECT_FOLDER } from "../../../project/folders";
import { notes } from "../../help/notes";

interface SimulateOptions {
  readonly set: readonly string[];
  readonly signal: readonly string[];
  readonly nodes?: string;
  readonly api?: string;
  readonly scripts?: string;
  readonly commandDocument: readonly string[];
  readonly fleet?: string;
  readonly json?: boolean;
}

export function simulateCommand(): Command {
  const each = (text: string, others: readonly string[]): readonly string[] => [...others, text];
  return program("simulate", "run a runbook on this machine and print each step: inputs, outputs, time")
    .argument("<runbook>", "name of a runbook in runbooks/, a pulled one of Amazon's, or a file")
    .option(
      "-s, --set <name=value>",
      "a parameter; a list is a,b or JSON, or repeat the option for each item",
      each,
      [],
    )
    .option("-n, --nodes <file>", "what the managed nodes answer, as for the sandbox (default: all are healthy)")
    .option("-a, --api <file>", "answers to API calls, as YAML or JSON")
    .option("--scripts <file>", "what scripts return, by step, as YAML or JSON (default: Python scripts are run)")
    .option("--command-document <name=file>", "the content of a Command document of your own", each, [])
    .option("-f, --fleet <file>", "the fleet file, whose home Region is the runbook's (default: fleet.yaml)")
    .option("--signal <step=type>", "send Approve, Reject, Resume or Cancel when that step waits or runs", each, [])
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      notes({
        examples: ["runbook simulate check-os --set InstanceId=i-0123456789abcdef0"],
        exitStatus: "0 the execution succeeded; 1 it did not; 2 it could not be started",
      }),
    )
    .action(simulateRunbook);
}

async function simulateRunbook(
  nameOrFile: string,
  { set, signal, nodes, api, scripts, commandDocument, fleet, json = false }: SimulateOptions,
): Promise<void> {
  // Loaded here because loading the simulation takes longer than most other commands need in total.
  const { commandDocumentsFrom, nodesFor, signalsFrom } = await import("../../../simulation/command-line");
  const { readAnswers } = await import("../../../simulation/answers-file");
  const { readScripts } = await import("../../../simulation/scripts-file");
  const { COMMAND_REMEDIES } = await import("../../../simulation/remedies");
  const { readNodes } = await import("../../../sandbox/machines/read-nodes");
  const catalogue = readCatalogue();
  const runbook = findRunbook(nameOrFile, catalogue).runbook;
  const parameters = parametersFrom(set, runbook);
  const print = json ? log : (text: string) => console.log(text);
  const run = await interruptible(
    () => log("stopping: the execution is cancelled"),
    (interruption) =>
      start(runbook, {
        parameters,
        ...nodesFor(runbook, parameters, nodes === undefined ? {} : readNodes(resolve(nodes))),
        ...(api !== undefined && { api: readAnswers(resolve(api)) }),
        ...(scripts !== undefined && { scripts: readScripts(resolve(scripts)) }),
        commandDocuments: commandDocumentsFrom(commandDocument),
        location: homeOf(catalogue, fleet),
        remedies: COMMAND_REMEDIES,
        signals: signalsFrom(signal),
        documents: [...catalogue.runbooks.values()].map((entry) => entry.runbook),
        signal: interruption.signal,
        onStep: (step, place) =>
          print(formatStep(step, place, { colored: !json && process.stdout.isTTY, brief: json })),
        log,
      }),
  );
  for (const hint of formatWaiting(run)) log(hint);
  console.log(json ? JSON.stringify(run, undefined, 2) : formatEnd(run, process.stdout.isTTY));
  if (run.status !== "Success") process.exitCode = 1;
}

/** The fleet's home Region. A runbook can be simulated without a fleet file. @throws ConfigurationError for faults of the file */
function homeOf(catalogue: Catalogue, file: string | undefined): Pick<Location, "partition" | "region"> | object {
  if (file === undefined && !existsSync(locateFleetFile(PROJECT_FOLDER, process.env))) return {};
  const { partition, homeRegion: region } = loadProjectFleet(catalogue, file);
  return { partition, region };
}

/** @throws ConfigurationError if the start is refused */
async function start(runbook: Runbook, options: SimulationOptions): Promise<SimulatedRun> {
  const { simulate } = await import("../../../simulation/simulate");
  try {
    return await simulate(runbook, options);
  } catch (error) {
    if (!(error instanceof AutomationError || error instanceof ApiCallError)) throw error;
    throw new ConfigurationError({
      place: runbook.name,
      message: error.message,
      remedy: "Correct the call: set parameters with --set NAME=VALUE, and answers to API calls with --api FILE.",
    });
  }
}
