/** The demo: deploys a fleet into an empty sandbox, runs it and destroys it, and reads everything back after each step. */
import { join } from "node:path";
import { ConfigurationError, InterruptedError, OperationError } from "../diagnostics/errors";
import type { Fleet } from "../fleet/model";
import { fleetStacks } from "../fleet/stacks";
import { problemsOfStacks } from "../rollout/alike";
import { bootstrap } from "../rollout/bootstrap";
import { destroy } from "../rollout/destroy";
import type { Interruption } from "../rollout/interrupt";
import type { PlanSet } from "../rollout/plans/refusals";
import { reviewPlans } from "../rollout/plans/review-plans";
import { preflight } from "../rollout/preflight";
import type { Review } from "../rollout/review/review";
import type { RolloutOptions, StackResult } from "../rollout/stack-run";
import { readManifest, synthesize } from "../rollout/synthesize";
import { synthesizeStateStacks } from "../../stacks/fleet-app";
import type { NodeDescriptions } from "../sandbox/machines/description";
import { viewRun } from "../operations/fold/run-view";
import type { StoredRun } from "../operations/results/read-run";
import { CHECK_OS, runCheckOs } from "./check-os";
import { runFacts } from "./check-os-facts";
import { changeStacks } from "./change-stacks";
import { checkDeployed, checkDestroyed } from "./checks/all";
import type { Fact } from "./checks/check";
import { startLocalFleet, type LocalFleet } from "./local-fleet";
import { applyLocally, planLocally } from "./plan-and-apply";
import { readSharedImages, sharedImageFacts, type SharedImage } from "./shared-images";
import { stopAnInstance } from "./stop-instance";

export interface DemoOptions {
  readonly fleet: Fleet;
  /** The answers of the managed nodes. */
  readonly nodes: NodeDescriptions;
  /** The folder of `cdktf.json`. */
  readonly projectFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly interruption: Interruption;
  /** Receives the images that associations have shared. */
  readonly onSharedImages: (images: readonly SharedImage[]) => void;
  /** Where the results of check-os are kept. */
  readonly runsFolder: string;
  /** Receives the results of check-os. */
  readonly onRun: (run: StoredRun) => void;
  /** Receives the review of a change to deployed stacks. */
  readonly onReview: (review: Review) => void;
  /** Receives each step when it is done, so that nothing is lost if a later one fails. */
  readonly onStep: (step: DemoStep) => void;
}

/** One step of the demo: its duration and the facts that were checked. */
export interface DemoStep {
  readonly name: string;
  readonly seconds: number;
  readonly facts: readonly Fact[];
}

/**
 * Runs the demo. A failed stack ends it. A fact that does not hold does not end it, so that all facts are checked. The sandbox is
 * stopped in any case.
 * @throws OperationError if a stack failed, ConfigurationError if something is missing on the machine or in the fleet,
 *   InterruptedError if the user asked to stop
 */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { fleet, env, log } = options;
  const step = stepper(options);
  if (!fleet.centralRunbooks.some(({ name }) => name === CHECK_OS)) {
    throw new ConfigurationError({
      place: fleet.file,
      message: `The demo runs ${CHECK_OS} in every account, but centralRunbooks does not have it.`,
      remedy: `Add \`- ${CHECK_OS}\` to centralRunbooks.`,
    });
  }
  // Terraform has nothing to do for these.
  const empty = new Set(fleetStacks(fleet).flatMap(({ name, isEmpty }) => (isEmpty ? [name] : [])));

  const local = await step("Start the sandbox", () => startLocalFleet(fleet, options.nodes, env, log));
  try {
    const rollout = { terraform: local.terraform, env: local.env, log, interruption: options.interruption };

    await step(
      "Create the state buckets",
      stacks(() => bootstrapStates(local, rollout)),
      factsOfStacks("changed"),
    );
    await step(
      "Create them again",
      stacks(() => bootstrapStates(local, rollout)),
      factsOfStacks("unchanged"),
    );

    const synthesized = await synthesize({
      projectFolder: options.projectFolder,
      outputFolder: join(local.workFolder, "cdktf.out"),
      env: local.env,
      log,
      signal: options.interruption.signal,
    });
    const plans = await step(
      "Plan every stack",
      planned(() => planLocally(local, synthesized, rollout)),
    );
    await step(
      "Apply the plans",
      stacks(() => applyLocally(local, plans, synthesized, rollout)),
      factsOfStacks("changed", empty),
    );
    await step("Read back what is in each account", () => checkDeployed(local), asTheyAre);
    await step(
      "Read the shared images, as others too",
      async () => {
        const images = await readSharedImages(local);
        options.onSharedImages(images);
        return images;
      },
      (images) => sharedImageFacts(images, fleet),
    );
    await step(
      "Plan again",
      planned(() => planLocally(local, synthesized, rollout)),
      factsOfPlans,
    );
    const stopped = await step("Stop an instance", () => stopAnInstance(local));
    await step(
      "Run check-os in every account",
      async () => {
        const run = await runCheckOs(local, options.runsFolder, options.interruption.signal);
        options.onRun(run);
        return viewRun(run);
      },
      (view) => runFacts(view, fleet, stopped),
    );
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
      factsOfStacks("changed"),
    );
    await step(
      "Plan the change again",
      planned(() => planLocally(local, edited, rollout)),
      factsOfPlans,
    );
    await step(
      "Destroy every stack",
      stacks(() => destroy(synthesized, rollout)),
      factsOfStacks("changed", empty),
    );
    await step("Read back what is left in each account", () => checkDestroyed(local), asTheyAre);
  } finally {
    log("\nTake the sandbox down");
    await local.stop();
  }
}

type Step = <T>(name: string, work: () => Promise<T>, facts?: (result: T) => readonly Fact[]) => Promise<T>;

function stepper({ log, interruption, onStep }: DemoOptions): Step {
  return async (name, work, facts = () => []) => {
    if (interruption.signal.aborted) throw new InterruptedError(`Interrupted before: ${name}.`);
    log(`\n${name}`);
    const startedAt = Date.now();
    const result = await work();
    onStep({ name, seconds: (Date.now() - startedAt) / 1000, facts: facts(result) });
    return result;
  };
}

async function bootstrapStates(local: LocalFleet, rollout: RolloutOptions): Promise<readonly StackResult[]> {
  const outputFolder = join(local.workFolder, "state");
  const credentials = await preflight(local.fleet, local.env);
  synthesizeStateStacks(local.fleet, outputFolder);
  const stateStacks = await readManifest(outputFolder, rollout.log);
  return bootstrap({ ...rollout, fleet: local.fleet, credentials, stacks: stateStacks });
}

/** What became of the stacks, in a plan or in work on them. */
type Outcomes = readonly Pick<StackResult, "stack" | "outcome" | "problems">[];

/** Runs work on stacks, and throws unless all of them succeed. */
function stacks(work: () => Promise<readonly StackResult[]>): () => Promise<readonly StackResult[]> {
  return succeeding(work, (results) => results);
}

/** Makes plans, and throws unless all of them succeed. */
function planned(work: () => Promise<PlanSet>): () => Promise<PlanSet> {
  return succeeding(work, ({ manifest }) => manifest.stacks);
}

function succeeding<T>(work: () => Promise<T>, outcomesOf: (made: T) => Outcomes): () => Promise<T> {
  return async () => {
    const made = await work();
    const outcomes = outcomesOf(made);
    if (outcomes.some(({ outcome }) => outcome === "interrupted")) throw new InterruptedError("Interrupted.");
    const problems = problemsOfStacks(outcomes);
    if (problems.length > 0) throw new OperationError(...problems);
    return made;
  };
}

function factsOfPlans({ manifest }: PlanSet): readonly Fact[] {
  return factsOfStacks("unchanged")(manifest.stacks);
}

const NOTHING_TO_CHANGE = "Terraform finds nothing to change";

/** Facts about the outcome of each stack. @param others stacks of which another outcome is expected */
function factsOfStacks(
  outcome: "changed" | "unchanged",
  others: ReadonlySet<string> = new Set(),
): (results: Outcomes) => readonly Fact[] {
  return (results) =>
    results
      .filter(({ stack }) => !others.has(stack))
      .map((result) => ({
        account: result.stack,
        expectation: outcome === "changed" ? "Terraform changed it as planned" : NOTHING_TO_CHANGE,
        holds: result.outcome === outcome,
        found: result.outcome,
      }));
}

function asTheyAre(facts: readonly Fact[]): readonly Fact[] {
  return facts;
}
