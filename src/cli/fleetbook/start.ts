/** `fleetbook start`: starts a runbook in many accounts as one run. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { ConfigurationError } from "../../diagnostics/errors";
import { alarmFrom } from "../../operations/request/alarm";
import { interruptible } from "../../rollout/interrupt";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import type { ExitStatus } from "../run";
import { requestOf, withRequestOptions, type RequestOptions } from "./runs/request-options";
import { findRunbook } from "../../catalogue/find-runbook";
import { checkQuickly } from "./runs/quick-check";
import { askToStart, beginRun, checkCanAsk, withBeginOptions, type BeginOptions } from "./runs/begin-run";
import { seconds } from "./plans/options";
import { openRuns } from "./runs/open-runs";

interface StartCommandOptions extends RequestOptions, BeginOptions {
  readonly resume?: string;
  readonly waveMaxErrors?: string;
  readonly waveWait?: number;
  readonly waveAlarm?: string;
  readonly waveConfirm?: true;
  /** Commander's form of --no-check. */
  readonly check: boolean;
}

export function startCommand(): Command {
  const command = program("start", "start a runbook in many accounts as one run, and print the run's id");
  return withBeginOptions(withRequestOptions(command), [
    "start check-os --account app-dev --wait",
    "start check-os --waves 'canary=account:app-dev, 100%'",
  ])
    .option(
      "--waves <waves>",
      "accounts first, then more: canary=ou:workloads/staging, 25%, 100%; or 25% of instances, 100% of instances",
    )
    .option("--wave-max-errors <n>", "instances of a wave that may fail (default: 0)")
    .option("--wave-wait <seconds>", "wait after each wave", seconds)
    .option("--wave-alarm <name@account/region>", "CloudWatch alarm that has to be OK after each wave")
    .option("--wave-confirm", "ask after each wave")
    .option("--no-check", "do not look first for what would fail")
    .option("--resume <run>", "go on with a run whose start was interrupted")
    .action(async (runbook: string | undefined, options: StartCommandOptions) => {
      process.exitCode = await interruptible(
        () => log("stopping"),
        ({ signal }) => start(runbook, options, signal),
      );
    });
}

async function start(
  runbook: string | undefined,
  options: StartCommandOptions,
  signal: AbortSignal,
): Promise<ExitStatus> {
  const catalogue = readCatalogue();
  const fleet = loadProjectFleet(catalogue, options.fleet);
  const { resume } = options;
  if (resume !== undefined) {
    if (runbook !== undefined) throw resumesAlone(runbook);
    const runs = await openRuns(fleet, options.out, signal);
    return beginRun(fleet, runs, options, signal, async (hooks) => {
      hooks.onPlanned?.(resume);
      await runs.resume(resume, hooks);
      return resume;
    });
  }
  const { waveMaxErrors: maxErrors, waveWait: waitSeconds, waveConfirm: confirm } = options;
  const alarm = options.waveAlarm === undefined ? undefined : alarmFrom(options.waveAlarm);
  const gate = { maxErrors, waitSeconds, confirm, alarm };
  const request = await requestOf(fleet, catalogue, runbook, { ...options, gate });
  checkCanAsk(options);
  const runs = await openRuns(fleet, options.out, signal);
  // Before the check, so that credentials of another account are refused at once.
  const { control } = runs;
  if (options.check) await checkQuickly(fleet, request, findRunbook(request.documentName, catalogue), signal);
  const { summaryOf } = await import("../../operations/runs/summary");
  const listed = await runs.listed(request);
  const running = await control.running(request.documentName);
  await askToStart(summaryOf(listed, running), options, signal);
  return beginRun(fleet, runs, options, signal, (hooks) => runs.start(listed, hooks));
}

function resumesAlone(runbook: string): ConfigurationError {
  return new ConfigurationError({
    place: runbook,
    message: "--resume goes on with what its run was asked to start, and takes no runbook.",
    remedy: "Leave out the runbook and its options.",
  });
}
