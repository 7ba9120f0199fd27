/**
 * Applies the plans of a folder and nothing else, dependencies first. What was applied is recorded in the folder, so that the
 * same folder can be applied again after a failure: it goes on where it ended.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { OperationError, type Problem } from "../../diagnostics/errors";
import type { KeepAdopted } from "../adoption/keep";
import { NO_CHANGES } from "../output";
import { schedule, type Scheduled } from "../schedule";
import {
  applyPlan,
  createRunner,
  makeReady,
  notRun,
  planStack,
  STACKS_AT_ONCE,
  timed,
  type RolloutOptions,
  type StackResult,
  type StackRunner,
} from "../stack-run";
import { rolloutFiles } from "../stack-folder";
import type { KeptPlan } from "./manifest";
import type { PlacedStack } from "./placed-stack";
import {
  copyProviders,
  hasBegun,
  hasFile,
  planFiles,
  readApplied,
  writeApplied,
  writeBegun,
  type PlanFiles,
} from "./plan-folder";
import { hasMoved, movedState, type StoredState } from "./planned-state";
import type { ReadStoredState } from "./stored-states";
import { FLEETBOOK } from "../../diagnostics/called-as";

/** What became of a plan, and what the stack is like now. */
export interface AppliedStack extends StackResult {
  readonly account: { readonly id: string; readonly name: string };
  /**
   * `as planned`: it has what the plan says, also if an earlier run applied it; `as before`: nothing was changed; `partly`: some
   * of the changes were made; `unknown`: Terraform or this command was ended in the middle.
   */
  readonly now: "as planned" | "as before" | "partly" | "unknown";
  /** Whether an earlier run applied it. */
  readonly earlier: boolean;
}

/** A plan, its folder and its stack as it is synthesized now. */
export interface ReadyPlan {
  readonly plan: KeptPlan;
  /** The folder of plans that it is in. */
  readonly folder: string;
  readonly stack: PlacedStack;
}

export interface ApplyPlansOptions extends RolloutOptions {
  readonly storedState: ReadStoredState;
  /** Keeps what a plan adopts, as it is. @default no plan may adopt anything */
  readonly keepAdopted?: KeepAdopted;
  /** Receives each result when it is there. */
  readonly onResult?: (result: AppliedStack) => void;
}

/** How a stack ended, without what is the same for all. */
type Ending = Omit<AppliedStack, "stack" | "account" | "seconds">;

/** Applies the plans. If one fails, those that depend on it are not started, and the others are. */
export async function applyPlans(
  plans: readonly ReadyPlan[],
  options: ApplyPlansOptions,
): Promise<readonly AppliedStack[]> {
  const runner = createRunner(options);
  const outcomes = await schedule(
    plans.map((ready) => ({ name: ready.plan.stack, dependencies: ready.plan.dependencies, ready })),
    {
      atOnce: STACKS_AT_ONCE,
      order: "dependencies-first",
      signal: options.interruption.signal,
      run: async ({ ready }) => {
        const ended = await timed(ready.plan.stack, () => applyOne(runner, ready, options));
        const result = { ...ended, account: ready.plan.account };
        options.onResult?.(result);
        return result;
      },
      succeeded: ({ outcome }) => outcome === "changed" || outcome === "unchanged",
    },
  );
  return plans.map(({ plan }) => resultOf(plan, outcomes.get(plan.stack)));
}

async function applyOne(
  runner: StackRunner,
  { plan, folder, stack }: ReadyPlan,
  { storedState, keepAdopted = nothingToKeep }: ApplyPlansOptions,
): Promise<Ending> {
  if (plan.outcome === "unchanged") {
    return { outcome: "unchanged", changes: NO_CHANGES, problems: [], now: "as planned", earlier: false };
  }
  if (plan.outcome !== "changed") return notPlanned(plan);
  const files = planFiles(folder, plan.stack);
  const applied = await readApplied(files);
  if (applied !== undefined) {
    return { outcome: "unchanged", changes: applied.changes, problems: [], now: "as planned", earlier: true };
  }
  const notReady = await makeReady(runner, stack);
  if (notReady !== undefined) return { ...notReady, now: "as before", earlier: false };
  let stored: StoredState;
  try {
    stored = await storedState(stack);
  } catch (error) {
    // The other stacks go on.
    if (!(error instanceof OperationError)) throw error;
    const now = (await hasBegun(files)) ? "unknown" : "as before";
    return { outcome: "failed", changes: NO_CHANGES, problems: error.problems, now, earlier: false };
  }
  if (plan.state !== undefined && hasMoved(plan.state, stored)) {
    if (await hasBegun(files)) return finishedEarlier(runner, plan, files, stack);
    const problems = [movedState(plan.stack, plan.state, stored)];
    return { outcome: "failed", changes: NO_CHANGES, problems, now: "as before", earlier: false };
  }
  try {
    await keepAdopted(stack, plan.adopts ?? []);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return { outcome: "failed", changes: NO_CHANGES, problems: error.problems, now: "as before", earlier: false };
  }
  // Terraform applies a plan only with the providers that it was made with.
  await copyProviders(files.lock, join(stack.folder, ".terraform.lock.hcl"));
  await writeBegun(files);
  let changed = 0;
  const step = await applyPlan(runner, stack, files.plan, ({ type }) => {
    if (type === "applied") changed += 1;
  });
  if (step.outcome === "changed") {
    await writeApplied(files, step.changes);
    return { ...step, now: "as planned", earlier: false };
  }
  // The record of a Terraform that did not end by itself stays.
  const { runRecord } = await rolloutFiles(stack.folder);
  const wasEnded = await hasFile(runRecord);
  return { ...step, now: changed > 0 ? "partly" : wasEnded ? "unknown" : "as before", earlier: false };
}

function nothingToKeep({ name }: PlacedStack, adopts: readonly object[]): Promise<void> {
  if (adopts.length > 0) throw new Error(`the plan of ${name} adopts something, and nobody keeps it`);
  return Promise.resolve();
}

/**
 * The state is no longer that of the plan, because an earlier apply of it was ended in the middle: Terraform finished it alone, or
 * a part is left. A plan of what is left decides; it is not applied, because nobody has reviewed it.
 */
async function finishedEarlier(
  runner: StackRunner,
  plan: KeptPlan,
  files: PlanFiles,
  stack: PlacedStack,
): Promise<Ending> {
  const { plan: file } = await rolloutFiles(stack.folder);
  const left = await planStack(runner, stack, { file, destroy: false });
  await rm(file, { force: true });
  if (left.outcome === "unchanged") {
    await writeApplied(files, plan.changes);
    return { ...left, changes: plan.changes, now: "as planned", earlier: true };
  }
  if (left.outcome !== "changed") return { ...left, now: "unknown", earlier: false };
  return {
    outcome: "failed",
    changes: NO_CHANGES,
    now: "partly",
    earlier: false,
    problems: [
      {
        place: plan.stack,
        message: "An earlier apply of this plan ended in the middle, and a part of it is left to do.",
        remedy: `Plan what is left, review it and apply it: ${FLEETBOOK} plan.`,
      },
    ],
  };
}

function notPlanned(plan: KeptPlan): Ending {
  const problem: Problem = {
    place: plan.stack,
    message: "The stack has no plan, because planning it failed or was interrupted.",
    remedy: "Correct the cause and plan again.",
  };
  return { outcome: "failed", changes: NO_CHANGES, problems: [problem], now: "as before", earlier: false };
}

function resultOf(plan: KeptPlan, outcome: Scheduled<AppliedStack> | undefined): AppliedStack {
  if (outcome?.state === "ran") return outcome.result;
  const step = notRun(plan.stack, outcome ?? { state: "interrupted" });
  return { stack: plan.stack, account: plan.account, ...step, seconds: 0, now: "as before", earlier: false };
}
