/** Says why kept plans must not be applied: they were made of something else than what is here now. */
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import type { Revision } from "./git";
import type { PlanManifest } from "./manifest";
import type { PlacedStack } from "./placed-stack";
import type { ReadyPlan } from "./apply-plans";
import { hasBegun, planFiles, readApplied } from "./plan-folder";
import { hasMoved, movedState } from "./planned-state";
import type { ReadStoredState } from "./stored-states";
import { FLEETBOOK } from "../../diagnostics/called-as";

/** A folder of plans and its manifest. */
export interface PlanSet {
  readonly folder: string;
  readonly manifest: PlanManifest;
}

/** What is here now. */
interface Present {
  readonly revision: Revision | undefined;
  readonly endpoint: string | undefined;
  readonly terraform: { readonly product: string; readonly version: string };
}

const AGAIN = `Plan again and review it again: ${FLEETBOOK} plan.`;

/**
 * Refuses plans of another commit, for another endpoint or of another Terraform. It needs no synthesis.
 * @throws ConfigurationError with every reason
 */
export function refuseOtherOrigin(sets: readonly PlanSet[], present: Present): void {
  const problems = sets.flatMap(({ folder, manifest }) => originProblems(folder, manifest, present));
  if (problems.length > 0) throw new ConfigurationError(...problems);
}

function originProblems(place: string, manifest: PlanManifest, { revision, endpoint, terraform }: Present): Problem[] {
  const problems: Problem[] = [];
  if (manifest.commit !== revision?.commit) {
    problems.push({
      place,
      message: `The plans are of commit ${short(manifest.commit)}, and this is commit ${short(revision?.commit)}.`,
      remedy: `Check out ${short(manifest.commit)}, or plan this commit: ${FLEETBOOK} plan.`,
    });
  }
  if (manifest.endpoint !== endpoint) {
    const [then, now] = [manifest.endpoint, endpoint].map((each) => each ?? "AWS");
    problems.push({
      place,
      message: `The plans are for ${then}, and this would apply them to ${now}.`,
      remedy: "Set or unset AWS_ENDPOINT_URL as it was, or plan again.",
    });
  }
  const made = manifest.terraform;
  if (made.product !== terraform.product || made.version !== terraform.version) {
    problems.push({
      place,
      message: `The plans were made by ${made.product} ${made.version}, and this is ${terraform.product} ${terraform.version}.`,
      remedy: "Terraform applies no plan of another version: use the same one (TERRAFORM_BINARY_NAME), or plan again.",
    });
  }
  return problems;
}

function short(commit: string | undefined): string {
  return commit === undefined ? "none (no git repository)" : commit.slice(0, 12);
}

/**
 * The plans with the stacks that they are of.
 * @throws ConfigurationError if a stack is gone, or if its synthesized JSON is another one than that of its plan
 */
export function plansOfStacks(sets: readonly PlanSet[], stacks: readonly PlacedStack[]): readonly ReadyPlan[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const problems: Problem[] = [];
  const ready: ReadyPlan[] = [];
  for (const { folder, manifest } of sets) {
    for (const plan of manifest.stacks) {
      const stack = byName.get(plan.stack);
      if (stack?.hash === plan.hash) ready.push({ plan, folder, stack });
      else {
        const message =
          stack === undefined
            ? "The stack of this plan is no longer synthesized."
            : "The synthesized Terraform is another one than that of the plan.";
        problems.push({ place: plan.stack, message, remedy: `The fleet file or the sources have changed. ${AGAIN}` });
      }
    }
  }
  if (problems.length > 0) throw new ConfigurationError(...problems);
  return ready;
}

/**
 * Refuses all plans if the state of one has moved before its apply began. A plan whose apply ended in the middle is left to
 * `applyPlans`.
 * @throws ConfigurationError
 */
export async function refuseMovedStates(plans: readonly ReadyPlan[], storedState: ReadStoredState): Promise<void> {
  const problems = await Promise.all(
    plans.map(async ({ plan, folder, stack }) => {
      const files = planFiles(folder, plan.stack);
      if (plan.state === undefined || (await hasBegun(files)) || (await readApplied(files)) !== undefined) return [];
      const stored = await storedState(stack);
      return hasMoved(plan.state, stored) ? [movedState(plan.stack, plan.state, stored)] : [];
    }),
  );
  if (problems.flat().length > 0) throw new ConfigurationError(...problems.flat());
}
