/** Plans of many stacks, and of what a pull request changes. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { workFolder } from "../../src/rollout/work-folder";
import { terraformEnvironment } from "../../src/rollout/terraform";
import { findTerraform } from "../../src/tools/terraform";
import { benchFleet } from "../fleet/bench-fleet";
import type { Measurement, MeasurementContext } from "../measurement";
import { comparison, seconds, single, type Row } from "../report";
import { inTurns, median, type Round } from "../rounds";
import { timeCommand, type CommandFigures } from "./command";
import { writeFleetFile } from "./fleet-file";
import { startPlanSite, type PlanSite } from "./plan-site";

const FULL = { accounts: 11, stacksOfPullRequest: 200, rounds: 3 };
const QUICK = { accounts: 2, stacksOfPullRequest: 20, rounds: 1 };
/** The stacks that a pull request changes, and those by which a peer is measured. */
const SAMPLE = 2;

type Run = (...command: readonly string[]) => Promise<CommandFigures>;

interface Bench {
  readonly site: PlanSite;
  readonly context: MeasurementContext;
  readonly rounds: number;
  readonly run: Run;
}

export const measurePlans: Measurement = async (context) => {
  const { accounts, stacksOfPullRequest, rounds } = context.quick ? QUICK : FULL;
  const site = await startPlanSite(accounts, context);
  const { project: folder, env } = site;
  const run: Run = (...command) => timeCommand(command, { folder, env, signal: context.signal });
  const bench: Bench = { site, context, rounds, run };
  try {
    return [...(await allStacks(bench, accounts)), ...(await pullRequest(bench, stacksOfPullRequest))];
  } finally {
    await site.stop();
  }
};

/** All stacks of a small fleet, against a loop of `cdktf diff` and against what Terraform alone computes for them. */
async function allStacks({ site, context, rounds, run }: Bench, accounts: number): Promise<readonly Row[]> {
  const { log } = context;
  const file = join(site.project, "few.yaml");
  await writeFleetFile(file, { memberAccounts: accounts, ec2Targets: false });
  const stacks = ["administrator", ...Array.from({ length: accounts }, (_, index) => memberStack(index + 1))];
  const sample = context.full ? stacks : stacks.slice(-SAMPLE);
  const ours = () => plan(run, file);
  const first = await ours();
  log(`Planned ${stacks.length} stacks for the first time in ${seconds(first.seconds)}.`);

  const { binary } = await findTerraform({ env: site.env, log });
  const stacksFolder = join(
    workFolder("rollout", site.project, { ...benchFleet(accounts), file }, site.env),
    "cdktf.out/stacks",
  );
  const theirs = async (): Promise<readonly [cdktf: number, terraform: number]> => [
    await eachOf(sample, async (stack) => (await diff(run, file, stack)).seconds),
    await eachOf(sample, (stack) => terraformAlone(binary, join(stacksFolder, stack), { site, context })),
  ];
  const taken = await inTurns(rounds, ours, theirs, context.signal);
  const against = (figure: (theirs: readonly [number, number]) => number): readonly Round<number, number>[] =>
    taken.map(([one, other]) => [one.seconds, (figure(other) / sample.length) * stacks.length]);
  const what = `plans of ${stacks.length} stacks`;
  const bySample = context.full ? "" : `, by a sample of ${sample.length * rounds}`;
  const cores = availableParallelism();
  return [
    comparison(
      what,
      `a loop of cdktf diff${bySample}`,
      against(([cdktf]) => cdktf),
      seconds,
    ),
    comparison(
      what,
      `the bound, Terraform's processor time on ${cores} processors${bySample}`,
      against(([, terraform]) => terraform / cores),
      seconds,
    ),
    single(`${what}: the first time`, seconds(first.seconds)),
    single(
      `${what}: processor time for each`,
      seconds(median(taken.map(([{ cpuSeconds }]) => cpuSeconds)) / stacks.length),
    ),
  ];
}

/** What a pull request costs that changes two stacks of a large fleet, against the plans of these two by name. */
async function pullRequest({ site, context, rounds, run }: Bench, stacks: number): Promise<readonly Row[]> {
  const file = join(site.project, "many.yaml");
  const fleet = { memberAccounts: stacks - 1, ec2Targets: false };
  await writeFleetFile(file, fleet);
  await site.commit(file);
  await writeFleetFile(file, { ...fleet, tagged: { accounts: SAMPLE, value: "yes" } });
  await site.commit(file);
  const since = () => plan(run, file, "--since", "HEAD~1");
  const named = () => plan(run, file, ...Array.from({ length: SAMPLE }, (_, index) => memberStack(index + 1)));
  await named();
  context.log(`Planned the ${SAMPLE} stacks of the pull request for the first time.`);
  const taken = await inTurns(rounds, since, named, context.signal);
  const of = (figure: (of: CommandFigures) => number): readonly Round<number, number>[] =>
    taken.map(([one, other]) => [figure(one), figure(other)]);
  const what = `a pull request that changes ${SAMPLE} of ${stacks} stacks`;
  return [
    comparison(
      what,
      `these ${SAMPLE} by name`,
      of((one) => one.seconds),
      seconds,
    ),
    comparison(
      `${what}: processor time`,
      `these ${SAMPLE} by name`,
      of((one) => one.cpuSeconds),
      seconds,
    ),
  ];
}

function plan(run: Run, fleetFile: string, ...args: readonly string[]): Promise<CommandFigures> {
  const fleetbook = [process.execPath, "--import", "tsx", "src/cli/fleetbook.ts"];
  return run(...fleetbook, "plan", "--fleet", fleetFile, "--out", "out/bench", ...args);
}

function diff(run: Run, fleetFile: string, stack: string): Promise<CommandFigures> {
  const cdktf = [process.execPath, "node_modules/cdktf-cli/bundle/bin/cdktf.js", "diff", stack];
  return run("env", `FLEETBOOK_FLEET=${fleetFile}`, ...cdktf, "--skip-provider-lock", "--output", "out/cdktf.out");
}

/** @returns seconds of processor time to plan the stack and to read the plan, in a folder that is initialized */
async function terraformAlone(
  binary: string,
  folder: string,
  { site, context: { signal } }: Pick<Bench, "site" | "context">,
): Promise<number> {
  const env = terraformEnvironment(site.env);
  const file = join(folder, "bench.plan");
  const terraform = (...args: readonly string[]) => timeCommand([binary, ...args], { folder, env, signal });
  const planned = await terraform("plan", "-input=false", "-json", `-out=${file}`);
  const shown = await terraform("show", "-json", file);
  return planned.cpuSeconds + shown.cpuSeconds;
}

function memberStack(number: number): string {
  return `member-member-${number}`;
}

/** The sum of the figures, which are taken one after the other. */
async function eachOf(stacks: readonly string[], figure: (stack: string) => Promise<number>): Promise<number> {
  let sum = 0;
  for (const stack of stacks) sum += await figure(stack);
  return sum;
}
