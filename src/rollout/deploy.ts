/**
 * Plans, deploys and destroys many stacks. Each stack has its own Terraform process; stacks that do not depend on each other
 * run at the same time. Unlike the cdktf CLI, there is no second synth or init.
 */
import { NO_CHANGES } from "./output";
import { schedule, type Scheduled } from "./schedule";
import {
  changeStack,
  createRunner,
  STACKS_AT_ONCE,
  timed,
  type ChangeOptions,
  type RolloutOptions,
  type StackResult,
} from "./stack-run";
import type { SynthesizedStack } from "./synthesize";

/** Plans every stack and changes nothing. @returns what a deployment would change */
export async function plan(
  stacks: readonly SynthesizedStack[],
  options: RolloutOptions,
): Promise<readonly StackResult[]> {
  // A plan changes nothing, so it does not wait for dependencies.
  const independent = stacks.map((stack) => ({ ...stack, dependencies: [] }));
  return rollOut(independent, options, { apply: false, destroy: false });
}

/** Applies every synthesized stack, dependencies first. */
export async function deploy(
  stacks: readonly SynthesizedStack[],
  options: RolloutOptions,
): Promise<readonly StackResult[]> {
  return rollOut(stacks, options, { apply: true, destroy: false });
}

/** Destroys all resources of the stacks, dependants first. */
export async function destroy(
  stacks: readonly SynthesizedStack[],
  options: RolloutOptions,
): Promise<readonly StackResult[]> {
  return rollOut(stacks, options, { apply: true, destroy: true });
}

async function rollOut(
  stacks: readonly SynthesizedStack[],
  options: RolloutOptions,
  change: ChangeOptions,
): Promise<readonly StackResult[]> {
  const runner = createRunner(options);
  const outcomes = await schedule(stacks, {
    atOnce: STACKS_AT_ONCE,
    order: change.destroy ? "dependants-first" : "dependencies-first",
    signal: options.interruption.signal,
    run: (stack) => timed(stack.name, () => changeStack(runner, stack, change)),
    succeeded: ({ outcome }) => outcome === "changed" || outcome === "unchanged",
  });
  return [...outcomes].map(([name, outcome]) => resultOf(name, outcome));
}

function resultOf(stack: string, outcome: Scheduled<StackResult>): StackResult {
  switch (outcome.state) {
    case "ran":
      return outcome.result;
    case "interrupted":
      return { stack, outcome: "interrupted", changes: NO_CHANGES, seconds: 0, problems: [] };
    case "skipped":
      return {
        stack,
        outcome: "skipped",
        changes: NO_CHANGES,
        seconds: 0,
        problems: [
          {
            place: stack,
            message: `Not started: ${outcome.because}, which must come first, did not succeed.`,
            remedy: `Correct ${outcome.because} and run this again.`,
          },
        ],
      };
  }
}
