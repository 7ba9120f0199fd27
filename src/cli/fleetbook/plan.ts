/** `fleetbook plan`: plans the stacks of the fleet in parallel, and keeps the plans for `apply`. */
import { InvalidArgumentError, type Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { counted } from "../../diagnostics/counted";
import { OperationError } from "../../diagnostics/errors";
import { shownPath } from "../../diagnostics/shown-path";
import { shardOf, type Shard } from "../../rollout/plans/selection";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import { PROJECT_FOLDER } from "../../project/folders";
import type { ExitStatus } from "../run";
import { DEFAULT_LOCK_TIMEOUT, DEFAULT_OUT, outFolder, seconds } from "./plans/options";
import { withProgress } from "./plans/progress";
import { existingRoleNeedsOf } from "./plans/role-needs";
import { planNotes } from "./plans/plan-summary";
import { FLEETBOOK } from "../../diagnostics/called-as";
import { notes } from "../help/notes";

interface PlanCommandOptions {
  readonly since?: string;
  readonly shard?: Shard;
  readonly timings?: string;
  readonly out?: string;
  readonly markdown?: string;
  readonly json?: string;
  readonly policy?: string;
  readonly readOnly?: boolean;
  readonly detailedExitcode?: boolean;
  readonly lockTimeout: number;
  readonly fleet?: string;
}

export function planCommand(): Command {
  return program("plan", "plan stacks in parallel, show what would change where, and keep the plans for apply")
    .argument("[stacks...]", "names of stacks; * stands for any characters (default: all stacks)")
    .option("--since <git ref>", "only stacks that this revision synthesizes differently")
    .option("--shard <i/n>", "one of n parts that take about as long: 2/8", shard)
    .option("--timings <dir>", "plans of an earlier run: shards by the time that each stack took there")
    .option("--out <dir>", `where the plans are kept; they contain secrets (default: ${DEFAULT_OUT})`)
    .option("--markdown <file>", "the review as a comment for a pull request; - is stdout")
    .option("--json <file>", "the review as data; - is stdout")
    .option("--policy <file>", "review.yaml: findings that it forbids fail the plan")
    .option("--read-only", "plan with each account's read-only role, and take no locks")
    .option("--detailed-exitcode", "exit status 2 if there are changes, as terraform plan has it")
    .option("--lock-timeout <seconds>", "wait for another run's lock", seconds, DEFAULT_LOCK_TIMEOUT)
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: ["plan", "plan 'member-*' --since origin/main", "plan --policy review.yaml --markdown review.md"],
        exitStatus:
          "0 planned; 1 a stack could not be planned, or the policy forbids something; 2 wrong usage; 130 interrupted. With --detailed-exitcode: 0 nothing to change; 2 changes, or wrong usage",
      }),
    )
    .action(async (stacks: readonly string[], options: PlanCommandOptions) => {
      process.exitCode = await plan(stacks, options);
    });
}

async function plan(stacks: readonly string[], options: PlanCommandOptions): Promise<ExitStatus> {
  const catalogue = readCatalogue();
  const fleet = loadProjectFleet(catalogue, options.fleet);
  const out = outFolder(options.out);
  const { interruptible } = await import("../../rollout/interrupt");
  const { planFleet } = await import("../../rollout/plans/plan-fleet");
  const { measuredSeconds } = await import("../../rollout/plans/plan-sets");
  const { problemsOfStacks } = await import("../../rollout/alike");
  const { readReviewPolicy } = await import("../../rollout/review/policy-file");
  const { reviewPlans } = await import("../../rollout/plans/review-plans");
  const { showReview } = await import("./plans/show-review");
  const policy = options.policy === undefined ? undefined : readReviewPolicy(options.policy);
  const timings = options.timings === undefined ? undefined : await measuredSeconds(options.timings);
  const made = await withProgress((progress) =>
    interruptible(progress.log, (interruption) =>
      planFleet({
        ...{ fleet, projectFolder: PROJECT_FOLDER, env: process.env, log: progress.log, interruption, out, stacks },
        lockTimeoutSeconds: options.lockTimeout,
        ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
        ...{ since: options.since, shard: options.shard, timings, readOnly: options.readOnly === true },
        needsOf: existingRoleNeedsOf(fleet, catalogue),
        onStacks: (planned) => progress.begin("planning", planned.length),
        onResult: ({ stack, outcome }) => progress.end(stack, outcome === "failed" ? "failed" : undefined),
      }),
    ),
  );
  const { stacks: plans } = made.manifest;
  const review = await reviewPlans([{ folder: out, manifest: made.manifest }], fleet, policy);
  const { shard: part } = made.manifest;
  await showReview(review, options, part === undefined ? "plan" : `shard-${part.index}-of-${part.count}`);
  for (const note of planNotes(made)) log(note);
  const hasChanges = plans.some(({ outcome }) => outcome === "changed");
  if (hasChanges) log(`To apply exactly these plans: ${FLEETBOOK} apply ${shownPath(out)}`);
  const problems = [...problemsOfStacks(plans)];
  if (review.failures.length > 0) {
    problems.push({
      ...(options.policy === undefined ? {} : { place: options.policy }),
      message: `The policy does not allow ${counted(review.failures.length, "finding")} of the review.`,
      remedy: "Change the fleet, or allow it in the policy file with a reason: docs/review.md.",
    });
  }
  if (problems.length > 0) throw new OperationError(...problems);
  return options.detailedExitcode === true && hasChanges ? 2 : 0;
}

function shard(text: string): Shard {
  const read = shardOf(text);
  if (read !== undefined) return read;
  throw new InvalidArgumentError("Expected I/N with I from 1 to N: 2/8 is the second of eight parts.");
}
