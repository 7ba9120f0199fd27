/**
 * Operates the deployed fleet as an on-call engineer does: looks before the start what would go wrong, and mends it; starts check-os
 * in two waves, and watches it; repairs the instance that failed, and runs it again; compares the two runs.
 */
import { join } from "node:path";
import { comparisonInTerminal } from "../../operations/compare/show-comparison";
import { compareRuns } from "../../operations/compare/compare";
import { viewRun } from "../../operations/fold/run-view";
import { commandsOf } from "../../operations/preview/finding-groups";
import type { Preview } from "../../operations/preview/preview";
import { showFindings, showPreview } from "../../operations/preview/show";
import type { WaveRequest } from "../../operations/request/schema";
import { readRun, type StoredRun } from "../../operations/results/read-run";
import { ProgressLines, waveLines } from "../../operations/runs/show-progress";
import { summaryOf } from "../../operations/runs/summary";
import { makeReport } from "../../operations/show/report";
import { showInTerminal } from "../../operations/show/terminal";
import type { StackResult } from "../../rollout/stack-run";
import { settled } from "../checks/settled";
import { stacksChanged } from "../stack-facts";
import type { Step } from "../step";
import { actOf, fleetbook, type Act } from "./act";
import { runFacts } from "./check-os-facts";
import { startInstance, stopInstance, unshare, type PlacedInstance } from "./faults";
import { comparisonFacts, plantedFacts, previewFacts, retriedFacts, waveFacts } from "./operate-facts";
import type { Operator } from "./operator";

export interface OperateOptions {
  readonly operator: Operator;
  /** Where the runs are kept. */
  readonly runsFolder: string;
  readonly step: Step;
  readonly log: (line: string) => void;
  /** Plans these stacks, and applies the plans. */
  readonly deploy: (stacks: readonly string[]) => Promise<readonly StackResult[]>;
  /** Receives each command that a user would type, with what it prints. */
  readonly onAct: (act: Act) => void;
  /** Receives the results of check-os. */
  readonly onRun: (run: StoredRun) => void;
}

/** The step whose answers are shown: its answers differ, and the others are in the written report. */
const SHOWN_STEP = "CheckUpdate";

export async function operate(options: OperateOptions): Promise<void> {
  const places = await mended(options);
  const instances = places.flatMap(({ place: { account, region }, instances: found = [] }) =>
    found.map(({ id }): PlacedInstance => ({ account, region, id })),
  );
  const first = instances[0];
  if (first === undefined) {
    options.log("No account has an instance, so check-os is not started.");
    return;
  }
  const last = instances.at(-1);
  // The first account is the first wave, and the instance that fails is in a later one.
  const failing = last?.account.id === first.account.id ? undefined : last;
  const { runId, run } = await started(options, first, failing);
  if (failing === undefined) return;
  await repaired(options, { runId, run }, failing);
}

/** Mends what a preview finds, after somebody has taken the runbook away from an account. @returns the instances of each place */
async function mended({ operator, step, deploy, onAct }: OperateOptions): Promise<Preview["places"]> {
  const { local, entry } = operator;
  const { fleet } = local;
  const command = fleetbook("preview", entry.name, "--all-instances");
  const accounts = operator.request().places.map(({ account }) => account);
  const planted = accounts.filter(({ id }) => id !== fleet.administratorAccount.id).at(-1);
  if (planted !== undefined) {
    await step(`Unshare ${entry.name} by hand`, () => unshare(local, entry.name, planted));
    const { findings } = await step(
      "Preview a start",
      async () => {
        const found = await settled(
          () => operator.preview(),
          (each) => plantedFacts(each, planted),
        );
        onAct({ command, shown: (format) => showPreview(fleet, found, format) });
        return found;
      },
      (found) => plantedFacts(found, planted),
    );
    const stacks = [...new Set(findings.flatMap(({ mend }) => (mend?.kind === "deploy" ? mend.stacks : [])))];
    const results = await step("Deploy the stack that it names", () => deploy(stacks), stacksChanged());
    onAct(actOf(commandsOf(fleet, findings).join(" && "), results.map(changesText)));
  }
  const { places } = await step(
    "Preview it again",
    async () => {
      const found = await settled(
        () => operator.preview(),
        (each) => previewFacts(each, fleet),
      );
      const shown = planted === undefined ? showPreview : onlyFindings;
      onAct({ command, shown: (format) => shown(fleet, found, format) });
      return found;
    },
    (found) => previewFacts(found, fleet),
  );
  return places;
}

/** Starts check-os, in two waves if an instance of a later account fails, and follows it. */
async function started(
  { operator, step, log, onAct, onRun }: OperateOptions,
  first: PlacedInstance,
  failing: PlacedInstance | undefined,
): Promise<{ readonly runId: string; readonly run: StoredRun }> {
  const { local, entry, runs } = operator;
  const waves: WaveRequest[] = [{ name: "canary", accounts: [first.account.name] }, { share: "100%" }];
  const inWaves = failing === undefined ? [] : ["--waves", `canary=account:${first.account.name}, 100%`];
  const request = operator.request(failing === undefined ? {} : { waves });
  if (failing !== undefined) await step("Stop an instance", () => stopInstance(local, failing));

  const said = lines(log);
  const wavesSaid: string[] = [];
  const runId = await step(
    failing === undefined ? `Start ${entry.name}` : `Start ${entry.name} in two waves`,
    async () => {
      for (const line of summaryOf(request)) said.say(line);
      const told = waveLines(said.say);
      return runs.start(request, {
        onStarted: (wave, ids) => {
          wavesSaid.push(`started ${wave}`);
          told.onStarted(wave, ids);
        },
        onHeld: (wave) => {
          wavesSaid.push(`held ${wave}`);
          told.onHeld(wave);
        },
        onProgress: said.progress,
      });
    },
    () => (failing === undefined ? [] : waveFacts(wavesSaid, local.fleet)),
  );
  onAct(actOf(fleetbook("start", entry.name, "--all-instances", ...inWaves), [...said.all, runId]));

  const watched = lines(log);
  const run = await step(
    "Watch it to its end",
    async () => {
      await runs.watch(runId, { onProgress: watched.progress });
      const stored = await runs.results(runId);
      onRun(stored);
      onAct(await withResults(actOf(fleetbook("watch", runId), watched.all), stored));
      return { stored, view: await viewRun(stored) };
    },
    ({ view }) => runFacts(view, local.fleet, failing?.id),
  );
  return { runId, run: run.stored };
}

/** Repairs the instance, runs check-os again on it alone, and shows both runs as one, and what has changed. */
async function repaired(
  { operator, runsFolder, step, log, onAct, onRun }: OperateOptions,
  before: { readonly runId: string; readonly run: StoredRun },
  failing: PlacedInstance,
): Promise<void> {
  const { local, entry, runs } = operator;
  await step("Repair the instance", () => startInstance(local, failing));
  const { account, region, id: instance } = failing;
  onAct(
    actOf(`aws ec2 start-instances --instance-ids ${instance} --region ${region}  # in account ${account.name}`, []),
  );

  const said = lines(log);
  const { runId, after } = await step("Retry what failed", async () => {
    const { request, predecessor } = await runs.again(before.runId, {
      ...{ failed: true, unreached: false, runbookOf: () => entry.runbook, parametersOf: () => ({}) },
    });
    for (const line of [`Again, of ${before.runId}:`, ...summaryOf(request)]) said.say(line);
    const id = await runs.start(request, { ...waveLines(said.say), predecessor });
    await runs.watch(id, { onProgress: said.progress });
    const stored = await runs.results(id);
    onRun(stored);
    onAct(await withResults(actOf(fleetbook("retry", before.runId, "--failed", "--wait"), said.all), stored));
    return { runId: id, after: stored };
  });
  await step(
    "Report both runs as one, and what changed",
    async () => {
      const report = await makeReport(after, { steps: [SHOWN_STEP], patterns: [] });
      const comparison = await compareRuns(before.run, after);
      onAct({
        command: fleetbook("report", runId, "--step", SHOWN_STEP),
        shown: (format) => showInTerminal(report, format),
      });
      onAct({
        command: fleetbook("report", "diff", before.runId, runId),
        shown: (format) => comparisonInTerminal(comparison, format),
      });
      const alone = await viewRun(await readRun(join(runsFolder, runId)));
      return { view: await viewRun(after), alone, comparison };
    },
    ({ view, alone, comparison }) => [
      ...runFacts(view, local.fleet, undefined),
      ...retriedFacts(alone, failing),
      ...comparisonFacts(comparison, failing),
    ],
  );
}

/** A command that ends with a summary of the run's results. */
async function withResults({ command, shown }: Act, run: StoredRun): Promise<Act> {
  const report = await makeReport(run, { steps: [], patterns: [] });
  return { command, shown: (format) => [shown(format), showInTerminal(report, format)].join("\n") };
}

/** What a command prints while it works: kept, and said at once. */
function lines(log: (line: string) => void) {
  const all: string[] = [];
  const say = (line: string): void => {
    all.push(line);
    log(line);
  };
  const progress = new ProgressLines(say);
  return { all, say, progress: (each: Parameters<ProgressLines["show"]>[0]) => progress.show(each, new Date()) };
}

/** What differs from the preview before. */
function onlyFindings(...[fleet, preview, format]: Parameters<typeof showPreview>): string {
  return `…\n${showFindings(fleet, preview, format)}`;
}

function changesText({ stack, changes: { add, change, remove } }: StackResult): string {
  return `${stack}: ${add} added, ${change} changed, ${remove} destroyed`;
}
