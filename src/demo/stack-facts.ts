/** What is expected of Terraform's work on stacks. */
import type { StackResult } from "../rollout/stack-run";
import type { Fact } from "./checks/check";

/** What became of the stacks, in a plan or in work on them. */
export type Outcomes = readonly Pick<StackResult, "stack" | "outcome" | "problems">[];

/** @param others stacks of which another outcome is expected */
export function stacksChanged(others: ReadonlySet<string> = new Set()): (results: Outcomes) => readonly Fact[] {
  return factsOfStacks("changed", "Terraform changed it as planned", others);
}

export const stacksUnchanged = factsOfStacks("unchanged", "Terraform finds nothing to change", new Set());

function factsOfStacks(
  outcome: "changed" | "unchanged",
  expectation: string,
  others: ReadonlySet<string>,
): (results: Outcomes) => readonly Fact[] {
  return (results) =>
    results
      .filter(({ stack }) => !others.has(stack))
      .map((result) => ({
        ...{ account: result.stack, expectation },
        holds: result.outcome === outcome,
        found: result.outcome,
      }));
}
