/** `fleetbook apply`: applies plans and nothing else; without a folder of plans it plans, shows, asks and applies. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { counted } from "../../diagnostics/counted";
import { ConfigurationError, InterruptedError, OperationError } from "../../diagnostics/errors";
import type { Interruption } from "../../rollout/interrupt";
import type { AppliedStack } from "../../rollout/plans/apply-plans";
import type { KeptPlan } from "../../rollout/plans/manifest";
import { answerTo, hasTerminal } from "../confirm";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import { PROJECT_FOLDER } from "../../project/folders";
import type { ExitStatus } from "../run";
import { applySummary } from "./plans/apply-summary";
import { DEFAULT_LOCK_TIMEOUT, outFolder, seconds } from "./plans/options";
import { existingRoleNeedsOf } from "./plans/role-needs";
import { planNotes } from "./plans/plan-summary";
import { withProgress, type Progress } from "./plans/progress";
import { notes } from "../help/notes";

interface ApplyCommandOptions {
  readonly yes?: boolean;
  readonly lockTimeout: number;
  readonly fleet?: string;
}

export function applyCommand(): Command {
  return program("apply", "apply exactly the plans that `plan` has kept; without DIR: plan, show, ask and apply")
    .argument("[dir]", "folder of plans, or of the folders of all shards")
    .option("-y, --yes", "do not ask")
    .option("--lock-timeout <seconds>", "wait for another run's lock", seconds, DEFAULT_LOCK_TIMEOUT)
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: ["apply", "apply out/plans --yes"],
        text: [
          "Plans are refused if the commit, the synthesized Terraform or a state has moved. The same folder can be applied again after a failure.",
        ],
        exitStatus:
          "0 every stack is as planned; 1 a stack failed or was not started; 2 the plans are refused, or wrong usage; 130 interrupted",
      }),
    )
    .action(async (folder: string | undefined, options: ApplyCommandOptions) => {
      process.exitCode = await apply(folder, options);
    });
}

async function apply(dir: string | undefined, options: ApplyCommandOptions): Promise<ExitStatus> {
  if (options.yes !== true && !hasTerminal()) {
    throw new ConfigurationError({
      message: "There is no terminal to ask on.",
      remedy: "Add --yes to apply without a question.",
    });
  }
  const catalogue = readCatalogue();
  const fleet = loadProjectFleet(catalogue, options.fleet);
  const folder = dir === undefined ? outFolder(undefined) : resolve(dir);
  const { interruptible } = await import("../../rollout/interrupt");
  const { applyFleet } = await import("../../rollout/plans/apply-fleet");
  const { planFleet } = await import("../../rollout/plans/plan-fleet");
  const { reviewPlans } = await import("../../rollout/plans/review-plans");
  const { terminalReview } = await import("./plans/show-review");
  const { problemsOfStacks } = await import("../../rollout/alike");

  const common = (progress: Progress, interruption: Interruption) => ({
    ...{ fleet, projectFolder: PROJECT_FOLDER, env: process.env, log: progress.log, interruption },
    lockTimeoutSeconds: options.lockTimeout,
    ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
  });
  let results: readonly AppliedStack[] = [];
  let declined = false;
  try {
    await withProgress((progress) =>
      interruptible(progress.log, async (interruption) => {
        const shared = common(progress, interruption);
        if (dir === undefined) {
          const made = await planFleet({
            ...{ ...shared, out: folder, stacks: [] },
            needsOf: existingRoleNeedsOf(fleet, catalogue),
            onStacks: (planned) => progress.begin("planning", planned.length),
            onResult: ({ stack, outcome }) => progress.end(stack, outcome === "failed" ? "failed" : undefined),
          });
          if (interruption.signal.aborted) return;
          progress.pause();
          for (const note of planNotes(made)) log(note);
        }
        results = await applyFleet({
          ...{ ...shared, folder },
          onPlans: async (plans, sets) => {
            progress.pause();
            if (dir === undefined || options.yes !== true) console.log(terminalReview(await reviewPlans(sets, fleet)));
            const agreed = await ask(
              plans.map(({ plan }) => plan),
              options,
              interruption.signal,
            );
            declined = !agreed;
            if (agreed) progress.begin("applying", plans.length);
            return agreed;
          },
          onResult: ({ stack, outcome }) => progress.end(stack, outcome === "failed" ? "failed" : undefined),
        });
      }),
    );
  } finally {
    if (results.length > 0) console.log(applySummary(results));
  }
  const problems = problemsOfStacks(results);
  if (problems.length > 0) throw new OperationError(...problems);
  return declined ? 1 : 0;
}

/** Whether the user wants these plans to be applied. If there is nothing to apply, nobody is asked. */
async function ask(plans: readonly KeptPlan[], { yes }: ApplyCommandOptions, signal: AbortSignal): Promise<boolean> {
  const changing = plans.filter(({ outcome }) => outcome === "changed");
  if (changing.length === 0 || yes === true) return true;
  const accounts = new Set(changing.map(({ account }) => account.id));
  const question = `Change ${counted(changing.length, "stack")} in ${counted(accounts.size, "account")}? Only "yes" is a yes: `;
  try {
    if ((await answerTo(question, signal)) === "yes") return true;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new InterruptedError("Interrupted: nothing was applied.");
  }
  log("Nothing was applied.");
  return false;
}
