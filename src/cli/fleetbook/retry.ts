/** `fleetbook retry`: runs again what failed in a run, or what it did not reach. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { findRunbook } from "../../catalogue/find-runbook";
import { ConfigurationError } from "../../diagnostics/errors";
import { parametersFrom } from "../../document/parameters/given-parameters";
import { interruptible } from "../../rollout/interrupt";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import type { ExitStatus } from "../run";
import { each } from "./report/formats";
import { askToStart, beginRun, checkCanAsk, withBeginOptions, type BeginOptions } from "./runs/begin-run";
import { openRuns } from "./runs/open-runs";

interface RetryCommandOptions extends BeginOptions {
  readonly failed?: boolean;
  readonly unreached?: boolean;
  readonly set: readonly string[];
}

export function retryCommand(): Command {
  return withBeginOptions(
    program("retry", "run again what failed in a run, or what it did not reach, and nothing else")
      .argument("<id>", "id of a run, or of an execution")
      .option("--failed", "instances whose execution failed, timed out or was cancelled")
      .option("--unreached", "instances and accounts in which nothing was started")
      .option("-s, --set <name=value>", "a parameter in place of the run's; a list is a,b or JSON", each, []),
    ["retry ID --failed --wait"],
  ).action(async (id: string, options: RetryCommandOptions) => {
    process.exitCode = await interruptible(
      () => log("stopping"),
      ({ signal }) => retry(id, options, signal),
    );
  });
}

async function retry(id: string, options: RetryCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
  const { failed = false, unreached = false } = options;
  if (!failed && !unreached) {
    throw new ConfigurationError({
      message: "Nothing says what is to run again.",
      remedy: "Add --failed, --unreached, or both.",
    });
  }
  checkCanAsk(options);
  const catalogue = readCatalogue();
  const fleet = loadProjectFleet(catalogue, options.fleet);
  const runs = await openRuns(fleet, options.out, signal);
  const { summaryOf } = await import("../../operations/runs/summary");
  const { request, predecessor } = await runs.again(id, {
    ...{ failed, unreached },
    runbookOf: (name) => findRunbook(name, catalogue).runbook,
    parametersOf: (runbook) => parametersFrom(options.set, runbook),
  });
  await askToStart([`Again, of ${id}:`, ...summaryOf(request)], options, signal);
  return beginRun(fleet, runs, options, signal, (hooks) => runs.start(request, { ...hooks, predecessor }));
}
