/** Destroys many stacks. Each stack has its own Terraform process; stacks that do not depend on each other run at the same time. */
import { NO_CHANGES } from "./output";
import { schedule, type Scheduled } from "./schedule";
import { changeStack, createRunner, STACKS_AT_ONCE, timed, type RolloutOptions, type StackResult } from "./stack-run";
import type { SynthesizedStack } from "./synthesize";

/** Destroys all resources of the stacks, dependants first. */
export async function destroy(
  stacks: readonly SynthesizedStack[],
  options: RolloutOptions,
): Promise<readonly StackResult[]> {
  const runner = createRunner(options);
  const outcomes = await schedule(stacks, {
    atOnce: STACKS_AT_ONCE,
    order: "dependants-first",
    signal: options.interruption.signal,
    run: (stack) => timed(stack.name, () => changeStack(runner, stack, true)),
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
