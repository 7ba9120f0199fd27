/** The work on one stack that all commands share: initialize, plan, apply the plan, and report progress. */
import { rm } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import pLimit from "p-limit";
import type { Problem } from "../diagnostics/errors";
import { createInitialize, needsInit, type Initialize, type RunInStack } from "./init";
import type { Interruption } from "./interrupt";
import { NO_CHANGES, type Changes, type OutputEvent } from "./output";
import { problemsOf } from "./remedies";
import { earlierRun, endRecord } from "./run-record";
import type { Scheduled } from "./schedule";
import { rolloutFiles } from "./stack-folder";
import { removeLockOf } from "./locks/state-lock";
import type { SynthesizedStack } from "./synthesize";
import { runTerraform, type TerraformResult } from "./terraform";

/** What every rollout command needs. */
export interface RolloutOptions {
  /** The Terraform that tools/terraform.ts found. */
  readonly terraform: { readonly binary: string };
  /** Terraform's environment: credentials, endpoint, CLI configuration. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** Receives the progress of each stack in place of `log`. */
  readonly onProgress?: (stack: string, line: string) => void;
  readonly interruption: Interruption;
  /** Seconds to wait for a state lock that somebody else has. @default 0 */
  readonly lockTimeoutSeconds?: number;
  /** Whether plans take the state lock. @default true */
  readonly locksPlans?: boolean;
  /** Terraform's environment for one stack. @default `env` */
  readonly environmentOf?: (stack: SynthesizedStack) => Promise<NodeJS.ProcessEnv>;
}

export interface StackResult {
  readonly stack: string;
  /**
   * `changed`: something was changed, or would be (for a plan); `skipped`: a stack that it depends on failed;
   * `interrupted`: stopped or not started because the user asked to stop.
   */
  readonly outcome: "changed" | "unchanged" | "failed" | "skipped" | "interrupted";
  /** What was changed, or would be. */
  readonly changes: Changes;
  /** Seconds from the stack's start to its end, not counting the wait for other stacks. */
  readonly seconds: number;
  /** What went wrong, for `failed` and `skipped`. */
  readonly problems: readonly Problem[];
}

/** How a stack, or a part of its work, ended. */
export type Step = Omit<StackResult, "stack" | "seconds">;

/** The functions with which commands work on their stacks. */
export interface StackRunner {
  readonly initialize: Initialize;
  readonly run: RunInStack;
  /** Runs a command that mostly waits for AWS. The number of cores does not limit it. */
  readonly runWaiting: RunInStack;
  /** Runs a command and keeps its stdout in a file. */
  readonly runInto: (stack: SynthesizedStack, args: readonly string[], file: string) => Promise<TerraformResult>;
  /** Writes a progress line about a stack. */
  readonly tell: (stack: SynthesizedStack, line: string) => void;
  /** As `tell`, for what is of interest only while it lasts: a log does not get it. */
  readonly show: (stack: SynthesizedStack, line: string) => void;
  readonly interruption: Interruption;
  /** Terraform's option for the wait for a state lock; none if it does not wait. */
  readonly lockTimeout: readonly string[];
  /** Whether plans take the state lock. */
  readonly locksPlans: boolean;
}

/** Terraform's option for a command that takes no state lock. */
const WITHOUT_LOCK = "-lock=false";

/** Terraform processes per core: an apply spends most of its time waiting for AWS. */
const PER_CORE = 4;

/** Bytes of memory that a Terraform and its AWS provider use together at their peak, rounded up. */
const MEMORY_OF_ONE = 2 ** 30;

/** How many stacks are processed at once. Of these, at most one for each core plans or initializes. */
export const STACKS_AT_ONCE = Math.max(
  1,
  Math.min(PER_CORE * availableParallelism(), Math.floor(memory() / MEMORY_OF_ONE)),
);

/** Bytes of memory of the machine, or of the container if it has less. */
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

export function createRunner(options: RolloutOptions): StackRunner {
  const { terraform, env, log, interruption, lockTimeoutSeconds = 0, locksPlans = true } = options;
  const startedAt = Date.now();
  const busy = pLimit(availableParallelism());

  const tell = (stack: SynthesizedStack, line: string) =>
    options.onProgress === undefined
      ? log(`${secondsSince(startedAt).padStart(7)}  ${stack.name}  ${line}`)
      : options.onProgress(stack.name, line);
  const settings = async (stack: SynthesizedStack) => ({
    ...{ binary: terraform.binary, folder: stack.folder, interruption },
    env: options.environmentOf === undefined ? env : await options.environmentOf(stack),
  });
  const runWaiting: RunInStack = async (stack, args, onEvent) =>
    runTerraform(args, {
      ...(await settings(stack)),
      takesLock: takesLock(args),
      ...(onEvent === undefined ? {} : { onEvent }),
    });
  const run: RunInStack = (stack, args, onEvent) => busy(() => runWaiting(stack, args, onEvent));
  return {
    initialize: createInitialize(run, terraform.binary, tell),
    run,
    runWaiting,
    runInto: (stack, args, file) =>
      busy(async () => runTerraform(args, { ...(await settings(stack)), keepOutput: file })),
    tell,
    show: (stack, line) => options.onProgress?.(stack.name, line),
    interruption,
    lockTimeout: lockTimeoutSeconds === 0 ? [] : [`-lock-timeout=${lockTimeoutSeconds}s`],
    locksPlans,
  };
}

/** Plans a stack, or its destruction, and applies the plan if it has changes. */
export async function changeStack(runner: StackRunner, stack: SynthesizedStack, destroy = false): Promise<Step> {
  const { plan } = await rolloutFiles(stack.folder);
  try {
    const planned = await planStack(runner, stack, { file: plan, destroy });
    if (planned.outcome !== "changed") return planned;
    return await applyPlan(runner, stack, plan);
  } finally {
    // The plan contains every value of the stack, including secrets.
    await rm(plan, { force: true });
  }
}

export interface PlanStackOptions {
  /** Absolute path of the plan that is written. */
  readonly file: string;
  readonly destroy: boolean;
  /** Called for each event of Terraform. */
  readonly onEvent?: (event: OutputEvent) => void;
}

/** Plans a stack. @returns `changed` if the plan in the file would change something */
export async function planStack(
  runner: StackRunner,
  stack: SynthesizedStack,
  { file, destroy, onEvent }: PlanStackOptions,
): Promise<Step> {
  const notReady = await makeReady(runner, stack);
  if (notReady !== undefined) return notReady;
  const args = [
    "plan",
    "-detailed-exitcode",
    `-out=${file}`,
    "-input=false",
    "-no-color",
    "-json",
    ...(runner.locksPlans ? runner.lockTimeout : [WITHOUT_LOCK]),
  ];
  if (destroy) args.splice(1, 0, "-destroy");
  runner.show(stack, "planning");
  let planned = await runner.run(stack, args, onEvent);
  if (planned.exitCode === 1 && needsInit(planned.diagnostics)) {
    const notReadyAgain = await initialized(runner, stack, "again");
    if (notReadyAgain !== undefined) return notReadyAgain;
    planned = await runner.run(stack, args, onEvent);
  }
  if (planned.exitCode === 0) {
    runner.tell(stack, "no changes");
    return { outcome: "unchanged", changes: NO_CHANGES, problems: [] };
  }
  if (planned.exitCode !== 2) return failed(runner, stack, planned);
  runner.tell(stack, `planned: ${describeChanges(planned.changes)}`);
  return { outcome: "changed", changes: planned.changes, problems: [] };
}

/** Applies a plan of a stack that is ready (`makeReady`). */
export async function applyPlan(
  runner: StackRunner,
  stack: SynthesizedStack,
  file: string,
  onEvent?: (event: OutputEvent) => void,
): Promise<Step> {
  if (runner.interruption.signal.aborted) return interrupted();
  const args = ["apply", "-input=false", "-no-color", "-json", ...runner.lockTimeout, file];
  let done = 0;
  runner.show(stack, "applying");
  const applied = await runner.runWaiting(stack, args, (event) => {
    tellWaiting(runner, stack, event);
    if (event.type === "applied") runner.show(stack, `applying: ${(done += 1)} done`);
    onEvent?.(event);
  });
  if (applied.exitCode !== 0) return failed(runner, stack, applied);
  runner.tell(stack, `done: ${describeChanges(applied.changes, "past")}`);
  return { outcome: "changed", changes: applied.changes, problems: [] };
}

/**
 * Makes a stack ready for Terraform: waits for a Terraform that an earlier run left, initializes the folder if needed, and removes
 * the lock that such a Terraform left if it died.
 * @returns undefined, or the result of the stack if Terraform cannot run there
 */
export async function makeReady(runner: StackRunner, stack: SynthesizedStack): Promise<Step | undefined> {
  const { tell, interruption } = runner;
  const { runRecord } = await rolloutFiles(stack.folder);
  const left = await earlierRun(runRecord, (line) => tell(stack, line), interruption.signal);
  if (interruption.signal.aborted) return interrupted();
  const notReady = await initialized(runner, stack);
  // A run that takes no locks may not remove any.
  if (notReady !== undefined || left === undefined || !runner.locksPlans) return notReady;
  await removeLockOf(
    left,
    (args) => runner.run(stack, args),
    (line) => tell(stack, line),
  );
  if (interruption.signal.aborted) return interrupted();
  await endRecord(runRecord);
  return undefined;
}

/** The result of a stack's work, with the time that it took. */
export async function timed<T extends Step>(
  stack: string,
  work: () => Promise<T>,
): Promise<T & Pick<StackResult, "stack" | "seconds">> {
  const startedAt = Date.now();
  const step = await work();
  return { stack, ...step, seconds: (Date.now() - startedAt) / 1000 };
}

/** Initializes the stack if needed. @returns undefined, or the result of the stack if it cannot be initialized */
async function initialized(runner: StackRunner, stack: SynthesizedStack, again?: "again"): Promise<Step | undefined> {
  const result = await runner.initialize(stack, again);
  return result === undefined || result.exitCode === 0 ? undefined : failed(runner, stack, result);
}

/** The result of a stack whose command failed. */
export function failed(runner: StackRunner, stack: SynthesizedStack, result: TerraformResult): Step {
  if (result.interrupted) return interrupted();
  runner.tell(stack, "failed");
  return { outcome: "failed", changes: result.changes, problems: problemsOf(stack.name, result) };
}

export function interrupted(): Step {
  return { outcome: "interrupted", changes: NO_CHANGES, problems: [] };
}

/** The result of a stack whose work was not started. */
export function notRun(stack: string, outcome: Exclude<Scheduled<unknown>, { readonly state: "ran" }>): Step {
  if (outcome.state === "interrupted") return interrupted();
  const problem: Problem = {
    place: stack,
    message: `Not started: ${outcome.because}, which must come first, did not succeed.`,
    remedy: `Correct ${outcome.because} and run this again.`,
  };
  return { outcome: "skipped", changes: NO_CHANGES, problems: [problem] };
}

/** Reports a resource that takes long every 30 seconds. Terraform's own interval of 10 seconds is too much for many stacks. */
function tellWaiting(runner: StackRunner, stack: SynthesizedStack, event: OutputEvent): void {
  if (event.type === "waiting" && event.seconds % 30 === 0) {
    runner.tell(stack, `waiting for ${event.address} (${event.seconds} s)`);
  }
}

/** `4 to add, 1 to change`, or in the past `4 added`. */
function describeChanges({ add, change, remove }: Changes, tense: "future" | "past" = "future"): string {
  const words = tense === "future" ? ["to add", "to change", "to destroy"] : ["added", "changed", "destroyed"];
  const parts = [add, change, remove].flatMap((count, index) => (count === 0 ? [] : [`${count} ${words[index]}`]));
  return parts.length === 0 ? "outputs or state only" : parts.join(", ");
}

/** Seconds with one decimal: `1.9s`. */
function secondsSince(startedAt: number): string {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)}s`;
}

function takesLock(args: readonly string[]): boolean {
  if (args.includes(WITHOUT_LOCK)) return false;
  return args[0] === "plan" || args[0] === "apply" || args[0] === "state" || args.includes("-migrate-state");
}
