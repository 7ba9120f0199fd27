/** Plans the stacks of a local fleet and applies these plans, as `fleetbook plan` and `fleetbook apply` do. */
import { join } from "node:path";
import { applyPlans, type AppliedStack } from "../rollout/plans/apply-plans";
import { placeStacks } from "../rollout/plans/placed-stack";
import { planStacks } from "../rollout/plans/plan-stacks";
import { plansOfStacks, type PlanSet } from "../rollout/plans/refusals";
import { storedStates } from "../rollout/plans/stored-states";
import { preflight } from "../rollout/preflight";
import type { RolloutOptions } from "../rollout/stack-run";
import type { SynthesizedStack } from "../rollout/synthesize";
import type { LocalFleet } from "./local-fleet";

type LocalTools = Pick<LocalFleet, "fleet" | "env" | "terraform" | "workFolder">;

/** Plans the stacks; nothing is changed. @param json whether the plans are kept as JSON too, for a review */
export async function planLocally(
  local: LocalTools,
  stacks: readonly SynthesizedStack[],
  rollout: RolloutOptions,
  json = false,
): Promise<PlanSet> {
  const { fleet, terraform } = local;
  const folder = join(local.workFolder, "plans");
  const { product, version } = terraform;
  const manifest = await planStacks(await placeStacks(stacks, fleet), {
    ...rollout,
    folder,
    about: { uncommitted: [], terraform: { product, version } },
    json,
    // What is not planned here was deployed before.
    storedState: () => Promise.resolve({ lineage: "", serial: 0 }),
  });
  return { folder, manifest };
}

/** Applies plans of these stacks. */
export async function applyLocally(
  local: LocalTools,
  plans: PlanSet,
  stacks: readonly SynthesizedStack[],
  rollout: RolloutOptions,
): Promise<readonly AppliedStack[]> {
  const { fleet, env } = local;
  const ready = plansOfStacks([plans], await placeStacks(stacks, fleet));
  const storedState = storedStates(fleet, await preflight(fleet, env), env);
  return applyPlans(ready, { ...rollout, storedState });
}
