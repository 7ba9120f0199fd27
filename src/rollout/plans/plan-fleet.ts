/** Plans the stacks of a fleet: all, those that are named, those that differ from a revision, or one shard of these. */
import type { TerraformTool } from "../../tools/terraform";
import { ConfigurationError } from "../../diagnostics/errors";
import { adopting } from "../adoption/adopting";
import { accountAdoption } from "../adoption/accounts";
import type { Account, Fleet } from "../../fleet/model";
import type { MeantToDo } from "../../iam/decision/refused-actions";
import { refuseDisabledRegions } from "../prerequisites/enabled-regions";
import { refuseInsufficientRoles } from "../deploy-role/created-roles";
import { PLAN_ROLE, preflight } from "../preflight";
import { refuseWithoutTrustedAccess } from "../prerequisites/trusted-access";
import { differing, synthesizedHashes } from "./base";
import { commitOf, currentRevision, type Revision } from "./git";
import type { KeptPlan, PlanManifest } from "./manifest";
import { environmentWith, withoutRole } from "./own-credentials";
import type { PlacedStack } from "./placed-stack";
import { contentOfPlanFolder } from "./plan-folder";
import { planStacks } from "./plan-stacks";
import { divide, named, type Shard } from "./selection";
import { storedStates } from "./stored-states";
import { accountsOf, inWorkplace, type FleetOptions, type Workplace } from "./workplace";

export interface PlanFleetOptions extends FleetOptions {
  /** Absolute path of the folder of plans. */
  readonly out: string;
  /** Names of stacks, with `*` for any characters. None: all. */
  readonly stacks: readonly string[];
  /** A revision of the project: only stacks that it synthesizes differently are planned. */
  readonly since?: string | undefined;
  readonly shard?: Shard | undefined;
  /** Seconds that planning a stack took, from an earlier plan. @default by the number of resources */
  readonly timings?: ReadonlyMap<string, number> | undefined;
  /** Whether to plan with each account's plan role, which may change nothing, and without locks. */
  readonly readOnly?: boolean;
  /** What an execution role that an account keeps as it is is meant to do. @default nothing is checked */
  readonly needsOf?: (account: Account) => readonly MeantToDo[];
  /** Receives the stacks before they are planned. */
  readonly onStacks?: (stacks: readonly PlacedStack[]) => void;
  readonly onResult?: (plan: KeptPlan) => void;
}

/** What was planned, and what was left out. */
export interface FleetPlan {
  readonly manifest: PlanManifest;
  /** How many stacks the fleet has. */
  readonly stacksInFleet: number;
  /** Stacks that `since` has and this revision has not. */
  readonly gone: readonly string[];
}

/** @throws ConfigurationError if a name or a revision is unknown, or if an account cannot be reached */
export async function planFleet(options: PlanFleetOptions): Promise<FleetPlan> {
  const { fleet, env, log, interruption, projectFolder, readOnly = false, needsOf = () => [] } = options;
  if (readOnly && fleet.pipeline === undefined) throw withoutPlanRoles(fleet);
  // Before the work of minutes, and again when the plans are written.
  await contentOfPlanFolder(options.out);
  const since = options.since === undefined ? undefined : await commitOf(projectFolder, options.since);
  return inWorkplace("plan", options, async (workplace) => {
    const revision = await currentRevision(projectFolder);
    const base = { projectFolder, env: workplace.rollout.env, log, signal: interruption.signal };
    const [all, hashes] = await Promise.all([
      workplace.synthesize(),
      since === undefined ? undefined : synthesizedHashes(since, base),
    ]);
    const chosen = named(all, options.stacks);
    const { changed, gone } = hashes === undefined ? { changed: chosen, gone: [] } : differing(chosen, hashes);
    const { stacks, shard } = shardOfStacks(changed, options);
    options.onStacks?.(stacks);

    const dependencies = new Set(stacks.flatMap((stack) => stack.dependencies));
    const needed = all.filter((stack) => stacks.includes(stack) || dependencies.has(stack.name));
    const accounts = accountsOf(fleet, needed);
    const credentials = readOnly
      ? await preflight(fleet, env, accounts, PLAN_ROLE)
      : await preflight(fleet, env, accounts);
    if (readOnly) await Promise.all(stacks.map(withoutRole));
    else {
      await refuseDisabledRegions(fleet, credentials, env);
      await refuseInsufficientRoles(fleet, stacks, credentials, env);
    }
    await refuseWithoutTrustedAccess(fleet, stacks, credentials, env);
    const storedState = storedStates(fleet, credentials, env);
    const adoption = accountAdoption(fleet, credentials, env);
    const manifest = await planStacks(stacks, {
      ...workplace.rollout,
      ...(readOnly
        ? { locksPlans: false, environmentOf: environmentWith(credentials, stacks, workplace.rollout.env) }
        : {}),
      folder: options.out,
      about: {
        ...originOf(revision, workplace, env),
        ...(readOnly ? { readOnly } : {}),
        ...(since === undefined ? {} : { since: { ref: options.since ?? "", commit: since } }),
        ...(shard === undefined ? {} : { shard }),
      },
      json: true,
      adopting: adopting({ fleet, ...adoption, needsOf }),
      storedState: async (name) => {
        const stack = all.find((each) => each.name === name);
        return stack === undefined ? undefined : storedState(stack);
      },
      ...(options.onResult === undefined ? {} : { onResult: options.onResult }),
    });
    return { manifest, stacksInFleet: all.length, gone: options.stacks.length === 0 ? gone : [] };
  });
}

/** What a manifest says of where its plans come from. */
function originOf(revision: Revision | undefined, { terraform }: Workplace, env: NodeJS.ProcessEnv) {
  const { product, version }: TerraformTool = terraform;
  return {
    ...(revision === undefined ? {} : { commit: revision.commit }),
    uncommitted: [...(revision?.uncommitted ?? [])],
    ...(env.AWS_ENDPOINT_URL ? { endpoint: env.AWS_ENDPOINT_URL } : {}),
    terraform: { product, version },
  };
}

function withoutPlanRoles({ file }: Fleet): ConfigurationError {
  return new ConfigurationError({
    place: file,
    message: "The fleet has no `pipeline`, so its accounts have no read-only role to plan with.",
    remedy: "Add `pipeline` and deploy it (docs/pipelines.md), or plan without --read-only.",
  });
}

function shardOfStacks(stacks: readonly PlacedStack[], { shard, timings }: PlanFleetOptions) {
  if (shard === undefined) return { stacks, shard: undefined };
  const measured = stacks.flatMap(({ name, resources }) => {
    const seconds = timings?.get(name);
    return seconds === undefined || resources === 0 ? [] : [seconds / resources];
  });
  // A stack without a measurement takes as long as its resources take on average.
  const perResource = measured.length === 0 ? 1 : measured.reduce((sum, each) => sum + each, 0) / measured.length;
  const weighed = stacks.map((stack) => ({
    ...stack,
    weight: timings?.get(stack.name) ?? stack.resources * perResource,
  }));
  const { shards, digest } = divide(weighed, shard.count);
  const own = new Set(shards[shard.index - 1]?.map(({ name }) => name));
  return { stacks: stacks.filter(({ name }) => own.has(name)), shard: { ...shard, digest } };
}
