/** Plans many stacks at the same time, and keeps the plans in a folder from which `applyPlans` applies them. */
import { chmod, mkdir, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Problem } from "../../diagnostics/errors";
import type { Adopted, Adopting } from "../adoption/adopting";
import { clearImports } from "../adoption/imports";
import { NO_CHANGES } from "../output";
import { problemsOf } from "../remedies";
import { schedule } from "../schedule";
import {
  createRunner,
  planStack,
  STACKS_AT_ONCE,
  timed,
  type RolloutOptions,
  type StackRunner,
  type Step,
} from "../stack-run";
import type { KeptPlan, PlanManifest } from "./manifest";
import type { PlacedStack } from "./placed-stack";
import { copyProviders, emptyPlanFolder, planFiles, writePlanManifest, type PlanFiles } from "./plan-folder";
import { plannedState, type StoredState } from "./planned-state";

export interface PlanStacksOptions extends RolloutOptions {
  /** Absolute path; earlier plans in it are removed. */
  readonly folder: string;
  /** What the manifest says of all plans together. */
  readonly about: Omit<PlanManifest, "format" | "created" | "stacks">;
  /** Whether to keep each plan as JSON too, from which a review is made. It costs a start of the AWS provider for each stack. */
  readonly json: boolean;
  /** The state of a dependency that is not planned here, or could not be planned. */
  readonly storedState: (dependency: string) => Promise<StoredState>;
  /** Looks whether what a plan creates exists already. It needs the plans as JSON. @default nothing is looked for */
  readonly adopting?: Adopting;
  /** Receives each plan when it is made. */
  readonly onResult?: (plan: KeptPlan) => void;
}

/**
 * Plans the stacks; nothing is changed. A plan does not wait for the stacks that its stack depends on: stacks refer to each other
 * by name only.
 * @throws ConfigurationError if the folder holds something else than plans
 */
export async function planStacks(stacks: readonly PlacedStack[], options: PlanStacksOptions): Promise<PlanManifest> {
  const { folder, about, interruption } = options;
  await emptyPlanFolder(folder);
  const runner = createRunner(options);
  const outcomes = await schedule(
    stacks.map((stack) => ({ name: stack.name, stack, dependencies: [] })),
    {
      // A plan computes more than it waits, and so its seconds are its own.
      atOnce: Math.min(STACKS_AT_ONCE, availableParallelism()),
      order: "dependencies-first",
      signal: interruption.signal,
      run: async ({ stack }) => {
        const plan = await keptPlan(runner, stack, planFiles(folder, stack.name), options);
        options.onResult?.(plan);
        return plan;
      },
      succeeded: () => true,
    },
  );
  const plans = stacks.map((stack) => {
    const outcome = outcomes.get(stack.name);
    return outcome?.state === "ran" ? outcome.result : notStarted(stack);
  });
  const manifest: PlanManifest = {
    format: 1,
    created: new Date().toISOString(),
    ...about,
    stacks: interruption.signal.aborted ? plans : await withDependencies(plans, options.storedState),
  };
  await writePlanManifest(folder, manifest);
  return manifest;
}

async function keptPlan(
  runner: StackRunner,
  stack: PlacedStack,
  files: PlanFiles,
  { json, adopting }: PlanStacksOptions,
): Promise<KeptPlan> {
  await mkdir(files.folder, { mode: 0o700 });
  await clearImports(stack.folder);
  let drifted = false;
  const planOnce = async () => {
    drifted = false;
    const planned = await planStack(runner, stack, {
      file: files.plan,
      destroy: false,
      onEvent: ({ type }) => {
        drifted ||= type === "drift";
      },
    });
    const isWorthShowing = planned.outcome === "changed" || (planned.outcome === "unchanged" && drifted);
    const failed = json && isWorthShowing ? await keepJson(runner, stack, files) : undefined;
    return failed ?? planned;
  };
  let found: Pick<Adopted, "notes" | "adopts"> = { notes: [], adopts: [] };
  const { seconds, ...step } = await timed(stack.name, async () => {
    const planned = await planOnce();
    if (adopting === undefined) return planned;
    const readJson = async (): Promise<unknown> => JSON.parse(await readFile(files.json, "utf8"));
    const adopted = await adopting(stack, { step: planned, json: readJson, again: planOnce });
    found = adopted;
    return adopted.step;
  });
  if (step.outcome !== "changed") await rm(files.plan, { force: true });
  else {
    await chmod(files.plan, 0o600);
    await copyProviders(join(stack.folder, ".terraform.lock.hcl"), files.lock);
  }
  return {
    ...describe(stack),
    outcome: step.outcome === "skipped" ? "interrupted" : step.outcome,
    changes: step.changes,
    drifted,
    ...(step.outcome === "changed" ? { state: await plannedState(files.plan) } : {}),
    seconds,
    problems: [...step.problems],
    ...(found.notes.length === 0 ? {} : { notes: [...found.notes] }),
    ...(found.adopts.length === 0 ? {} : { adopts: [...found.adopts] }),
  };
}

/** @returns undefined, or the result of the stack if Terraform cannot show its own plan */
async function keepJson(runner: StackRunner, stack: PlacedStack, files: PlanFiles): Promise<Step | undefined> {
  runner.show(stack, "reading the plan");
  const shown = await runner.runInto(stack, ["show", "-json", "-no-color", files.plan], files.json);
  if (shown.exitCode === 0) return undefined;
  await rm(files.json, { force: true });
  return {
    outcome: shown.interrupted ? "interrupted" : "failed",
    changes: NO_CHANGES,
    problems: shown.interrupted ? [] : problemsOf(stack.name, shown),
  };
}

/** Each plan with the dependencies that were never applied. */
async function withDependencies(
  plans: readonly KeptPlan[],
  storedState: PlanStacksOptions["storedState"],
): Promise<KeptPlan[]> {
  const planned = new Map(plans.map((plan) => [plan.stack, plan]));
  const known = new Map<string, Promise<boolean>>();
  const hasState = async (name: string): Promise<boolean> => (await storedState(name)) !== undefined;
  const isApplied = (name: string): Promise<boolean> => {
    const plan = planned.get(name);
    const answer = known.get(name) ?? (plan === undefined ? hasState(name) : wasDeployed(plan, hasState));
    known.set(name, answer);
    return answer;
  };
  return Promise.all(
    plans.map(async (plan) => {
      const applied = await Promise.all(plan.dependencies.map(isApplied));
      const waitsFor = plan.dependencies.filter((_, index) => applied[index] !== true);
      return { ...plan, waitsFor, problems: plan.problems.map((problem) => withCause(problem, waitsFor)) };
    }),
  );
}

/** Whether the stack of a plan was deployed before, so that the stacks after it find what they need. */
async function wasDeployed({ stack, outcome, state }: KeptPlan, hasState: (name: string) => Promise<boolean>) {
  if (outcome === "unchanged") return true;
  return state === undefined ? hasState(stack) : state.lineage !== "";
}

function withCause(problem: Problem, waitsFor: readonly string[]): Problem {
  if (waitsFor.length === 0) return problem;
  const remedy = `The stack depends on ${waitsFor.join(", ")}, which is not applied yet. If that is the cause, apply it first and plan again. Otherwise: ${problem.remedy}`;
  return { ...problem, remedy };
}

function notStarted(stack: PlacedStack): KeptPlan {
  return { ...describe(stack), outcome: "interrupted", changes: NO_CHANGES, drifted: false, seconds: 0, problems: [] };
}

function describe({ name, account, dependencies, hash }: PlacedStack) {
  return {
    stack: name,
    account: { id: account.id, name: account.name },
    dependencies: [...dependencies],
    hash,
    waitsFor: [],
  };
}
