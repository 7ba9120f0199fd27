/** Destroys many stacks. Each stack has its own Terraform process; stacks that do not depend on each other run at the same time. */
import { schedule } from "./schedule";
import {
  changeStack,
  createRunner,
  notRun,
  STACKS_AT_ONCE,
  timed,
  type RolloutOptions,
  type StackResult,
} from "./stack-run";
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
  return [...outcomes].map(([stack, outcome]) =>
    outcome.state === "ran" ? outcome.result : { stack, ...notRun(stack, outcome), seconds: 0 },
  );
}
