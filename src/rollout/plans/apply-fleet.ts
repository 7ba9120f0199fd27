/** Applies a folder of plans to the fleet that they were made of, after it has made sure that nothing has moved since. */
import { accountAdoption } from "../adoption/accounts";
import { keepAdopted } from "../adoption/keep";
import { refuseDisabledRegions } from "../prerequisites/enabled-regions";
import { refuseInsufficientRoles } from "../deploy-role/created-roles";
import { preflight } from "../preflight";
import { applyPlans, type AppliedStack, type ReadyPlan } from "./apply-plans";
import { currentRevision } from "./git";
import { environmentWith, withoutRole } from "./own-credentials";
import { readPlanSets } from "./plan-sets";
import { plansOfStacks, refuseMovedStates, refuseOtherOrigin, type PlanSet } from "./refusals";
import { storedStates } from "./stored-states";
import { accountsOf, inWorkplace, type FleetOptions } from "./workplace";

export interface ApplyFleetOptions extends FleetOptions {
  /** Absolute path of a folder of plans, or of a folder with those of several shards. */
  readonly folder: string;
  /** Receives the plans before they are applied. @returns false to apply none of them */
  readonly onPlans?: (plans: readonly ReadyPlan[], sets: readonly PlanSet[]) => Promise<boolean> | boolean;
  readonly onResult?: (result: AppliedStack) => void;
}

/**
 * @returns what became of each plan; none if `onPlans` said no
 * @throws ConfigurationError if the plans must not be applied, because the commit, the synthesized JSON or a state has moved;
 *   nothing was changed then
 */
export async function applyFleet(options: ApplyFleetOptions): Promise<readonly AppliedStack[]> {
  const { fleet, env, projectFolder, folder } = options;
  const sets = await readPlanSets(folder);
  return inWorkplace("apply", options, async (workplace) => {
    const endpoint = env.AWS_ENDPOINT_URL || undefined;
    refuseOtherOrigin(sets, {
      revision: await currentRevision(projectFolder),
      endpoint,
      terraform: workplace.terraform,
    });
    const plans = plansOfStacks(sets, await workplace.synthesize());
    const stacks = plans.map(({ stack }) => stack);
    const credentials = await preflight(fleet, env, accountsOf(fleet, stacks));
    await refuseDisabledRegions(fleet, credentials, env);
    await refuseInsufficientRoles(fleet, stacks, credentials, env);
    const storedState = storedStates(fleet, credentials, env);
    await refuseMovedStates(plans, storedState);
    if (options.onPlans !== undefined && !(await options.onPlans(plans, sets))) return [];
    const withoutRoles = sets.flatMap(({ folder: of, manifest }) =>
      manifest.readOnly === true ? plans.filter((plan) => plan.folder === of).map(({ stack }) => stack) : [],
    );
    await Promise.all(withoutRoles.map(withoutRole));
    return applyPlans(plans, {
      ...workplace.rollout,
      environmentOf: environmentWith(credentials, withoutRoles, workplace.rollout.env),
      storedState,
      keepAdopted: keepAdopted(accountAdoption(fleet, credentials, env)),
      ...(options.onResult === undefined ? {} : { onResult: options.onResult }),
    });
  });
}
