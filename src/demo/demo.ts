/** The demo: deploys a fleet into an empty sandbox, runs it and destroys it, and reads everything back after each step. */
import { join } from "node:path";
import { ConfigurationError, InterruptedError, OperationError } from "../diagnostics/errors";
import { allAccounts } from "../fleet/model";
import { fleetStacks } from "../fleet/stacks";
import { problemsOfStacks } from "../rollout/alike";
import { bootstrap } from "../rollout/bootstrap";
import { createdRolePolicies, hasCreatedRole } from "../rollout/deploy-role/created-roles";
import { placeStacks } from "../rollout/plans/placed-stack";
import { destroy } from "../rollout/destroy";
import type { PlanSet } from "../rollout/plans/refusals";
import { reviewPlans } from "../rollout/plans/review-plans";
import { BOOTSTRAP_ROLE, preflight } from "../rollout/preflight";
import type { Review } from "../rollout/review/review";
import type { RolloutOptions, StackResult } from "../rollout/stack-run";
import { readManifest, synthesize, type SynthesizedStack } from "../rollout/synthesize";
import { synthesizeStateStacks } from "../../stacks/fleet-app";
import type { CatalogueEntry } from "../catalogue/catalogue";
import type { StoredRun } from "../operations/results/read-run";
import { CHECK_OS, changeStacks } from "./change-stacks";
import type { Act } from "./operate/act";
import { operate } from "./operate/operate";
import { Operator } from "./operate/operator";
import { checkDeployed, checkDestroyed } from "./checks/all";
import type { Fact } from "./checks/check";
import { asTheyAre, settled } from "./checks/settled";
import { startLocalFleet, type LocalFleet, type LocalFleetOptions } from "./local-fleet";
import { applyLocally, planLocally } from "./plan-and-apply";
import { readSharedImages, sharedImageFacts, type SharedImage } from "./shared-images";
import { stacksChanged, stacksUnchanged, type Outcomes } from "./stack-facts";
import { stepper, type Step, type StepOptions } from "./step";

export interface DemoOptions extends StepOptions, LocalFleetOptions {
  /** By name. */
  readonly runbooks: ReadonlyMap<string, CatalogueEntry>;
  /** The folder of `cdktf.json`. */
  readonly projectFolder: string;
  /** Receives the images that associations have shared. */
  readonly onSharedImages: (images: readonly SharedImage[]) => void;
  /** Where the runs of check-os are kept. */
  readonly runsFolder: string;
  /** Receives the results of check-os: of the run, then of the run and its retry as one. */
  readonly onRun: (run: StoredRun) => void;
  /** Receives each command that a user would type to operate the fleet, with what it prints. */
  readonly onAct: (act: Act) => void;
  /** Receives the review of a change to deployed stacks. */
  readonly onReview: (review: Review) => void;
  /** How often all of it is done in one sandbox, which is reloaded before each further round. */
  readonly rounds: number;
}

/**
 * Runs the demo. A failed stack ends it. A fact that does not hold does not end it, so that all facts are checked. The sandbox is
 * stopped in any case.
 * @throws OperationError if a stack failed, ConfigurationError if something is missing on the machine or in the fleet,
 *   InterruptedError if the user asked to stop
 */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { fleet, log } = options;
  const step = stepper(options);
  const entry = options.runbooks.get(CHECK_OS);
  if (entry === undefined || !fleet.centralRunbooks.some(({ name }) => name === CHECK_OS)) {
    throw new ConfigurationError({
      place: fleet.file,
      message: `The demo runs ${CHECK_OS} in every account, but centralRunbooks does not have it.`,
      remedy: `Add \`- ${CHECK_OS}\` to centralRunbooks.`,
    });
  }
  const local = await step("Start the sandbox", () => startLocalFleet(options));
  try {
    await deployOperateDestroy(local, entry, step, { ...options, isFirst: true });
    for (let round = 2; round <= options.rounds; round += 1) {
      const again: Step = (name, work, facts) => step(`${name} (round ${round})`, work, facts);
      await again("Reload the sandbox", () => local.reload(options));
      await deployOperateDestroy(local, entry, again, { ...options, isFirst: false });
    }
  } finally {
    log("\nTake the sandbox down");
    await local.stop();
  }
}

/** One round. @param isFirst whether the accounts are empty; later, they still have their state buckets */
async function deployOperateDestroy(
  local: LocalFleet,
  entry: CatalogueEntry,
  step: Step,
  { isFirst, ...options }: DemoOptions & { readonly isFirst: boolean },
): Promise<void> {
  const { fleet, log } = options;
  // Terraform has nothing to do for these.
  const empty = new Set(fleetStacks(fleet).flatMap(({ name, isEmpty }) => (isEmpty ? [name] : [])));

  const rollout = { terraform: local.terraform, env: local.env, log, interruption: options.interruption };

  // Beside the buckets, for which the AWS provider mostly waits.
  const synthesizing = synthesize({
    projectFolder: options.projectFolder,
    outputFolder: join(local.workFolder, "cdktf.out"),
    env: local.env,
    log,
    signal: options.interruption.signal,
  });
  // If the buckets fail, that is what is reported.
  synthesizing.catch(() => undefined);
  await step(
    "Create the state buckets",
    stacks(() => bootstrapStates(local, rollout, synthesizing)),
    isFirst ? stacksChanged() : stacksUnchanged,
  );
  await step(
    "Create them again",
    stacks(() => bootstrapStates(local, rollout, synthesizing)),
    stacksUnchanged,
  );

  const synthesized = await synthesizing;
  const plans = await step(
    "Plan every stack",
    planned(() => planLocally(local, synthesized, rollout)),
  );
  await step(
    "Apply the plans",
    stacks(() => applyLocally(local, plans, synthesized, rollout)),
    stacksChanged(empty),
  );
  await step("Read back what is in each account", () => checkDeployed(local), asTheyAre);
  await step(
    "Read the shared images, as others too",
    async () => {
      const images = await settled(
        () => readSharedImages(local),
        (found) => sharedImageFacts(found, fleet),
      );
      options.onSharedImages(images);
      return images;
    },
    (images) => sharedImageFacts(images, fleet),
  );
  await step(
    "Plan again",
    planned(() => planLocally(local, synthesized, rollout)),
    planUnchanged,
  );
  await operate({
    ...{ runsFolder: options.runsFolder, step, log, onAct: options.onAct, onRun: options.onRun },
    operator: await Operator.open(local, entry, options.runsFolder, options.interruption.signal),
    deploy: stacks(async (names) => {
      const named = synthesized.filter(({ name }) => names.includes(name));
      return applyLocally(local, await planned(() => planLocally(local, named, rollout))(), named, rollout);
    }),
  });
  const edited = await changeStacks(fleet, synthesized);
  const change = await step(
    "Review a change of a trust policy and a runbook",
    planned(async () => {
      const made = await planLocally(local, edited, rollout, true);
      options.onReview(await reviewPlans([made], fleet));
      return made;
    }),
  );
  await step(
    "Apply what was reviewed",
    stacks(() => applyLocally(local, change, edited, rollout)),
    stacksChanged(),
  );
  await step(
    "Plan the change again",
    planned(() => planLocally(local, edited, rollout)),
    planUnchanged,
  );
  await step(
    "Destroy every stack",
    stacks(() => destroy(synthesized, rollout)),
    stacksChanged(empty),
  );
  await step("Read back what is left in each account", () => checkDestroyed(local), asTheyAre);
}

async function bootstrapStates(
  { fleet, env, workFolder }: LocalFleet,
  rollout: RolloutOptions,
  synthesizing: Promise<readonly SynthesizedStack[]>,
): Promise<readonly StackResult[]> {
  const outputFolder = join(workFolder, "state");
  const credentials = await preflight(fleet, env, allAccounts(fleet), BOOTSTRAP_ROLE);
  const deployPolicies = allAccounts(fleet).some(hasCreatedRole)
    ? await createdRolePolicies(fleet, await placeStacks(await synthesizing, fleet), credentials, env)
    : undefined;
  synthesizeStateStacks(fleet, outputFolder, deployPolicies);
  const stateStacks = await readManifest(outputFolder, rollout.log);
  return bootstrap({ ...rollout, fleet, credentials, stacks: stateStacks });
}

/** Runs work on stacks, and throws unless all of them succeed. */
function stacks<Args extends unknown[]>(
  work: (...args: Args) => Promise<readonly StackResult[]>,
): (...args: Args) => Promise<readonly StackResult[]> {
  return succeeding(work, (results) => results);
}

/** Makes plans, and throws unless all of them succeed. */
function planned(work: () => Promise<PlanSet>): () => Promise<PlanSet> {
  return succeeding(work, ({ manifest }) => manifest.stacks);
}

function succeeding<Args extends unknown[], T>(
  work: (...args: Args) => Promise<T>,
  outcomesOf: (made: T) => Outcomes,
): (...args: Args) => Promise<T> {
  return async (...args) => {
    const made = await work(...args);
    const outcomes = outcomesOf(made);
    if (outcomes.some(({ outcome }) => outcome === "interrupted")) throw new InterruptedError("Interrupted.");
    const problems = problemsOfStacks(outcomes);
    if (problems.length > 0) throw new OperationError(...problems);
    return made;
  };
}

function planUnchanged({ manifest }: PlanSet): readonly Fact[] {
  return stacksUnchanged(manifest.stacks);
}
