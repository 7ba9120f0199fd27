/** Helpers of the tests of plans: stacks with an account, and a program in place of Terraform that writes plans. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import type { Account } from "../../../src/fleet/model";
import type { ReadyPlan } from "../../../src/rollout/plans/apply-plans";
import type { PlanManifest } from "../../../src/rollout/plans/manifest";
import type { PlacedStack } from "../../../src/rollout/plans/placed-stack";
import { planStacks } from "../../../src/rollout/plans/plan-stacks";
import type { StoredState } from "../../../src/rollout/plans/planned-state";
import { account, changeSummary, INIT, interruption, standIn, synthesizedStack, temporaryFolder } from "../fixtures";

export function placedStack(
  name: string,
  dependencies: readonly string[] = [],
  of: Account = account("222222222222", "app-dev"),
): PlacedStack {
  return {
    ...synthesizedStack(name, dependencies),
    account: of,
    stateKey: `${name}.tfstate`,
    hash: `hash-${name}`,
    resources: 4,
  };
}

/** A plan file that was made against this state, as far as Fleetbook reads it. */
export function planFile(state: { readonly lineage: string; readonly serial: number }): Uint8Array {
  const text = (content: object) => strToU8(JSON.stringify({ version: 4, ...content }));
  return zipSync({ tfstate: text(state), "tfstate-prev": text({ lineage: "", serial: 0 }) });
}

/** The state that the plans of `PLANS_FOUR` are made against. */
export const PLANNED_STATE = { lineage: "l", serial: 3 };

/**
 * The script of a Terraform that plans four resources to add, unless there is a file `applied` in the stack's folder, and applies
 * them. `more` is run first.
 */
export function plansFour(more = "", state = PLANNED_STATE): string {
  const zip = join(temporaryFolder(), "plan.zip");
  writeFileSync(zip, planFile(state));
  return [
    INIT,
    `if [ "$1" = show ]; then echo '{"format_version":"1.2"}'; exit 0; fi`,
    more,
    `if [ "$1" = plan ]; then`,
    `  [ -e applied ] && exit 0`,
    `  for each in "$@"; do case "$each" in -out=*) cp "${zip}" "\${each#-out=}";; esac; done`,
    `  echo '${changeSummary(4, 0, 0)}'; exit 2`,
    `fi`,
    `touch applied; echo '${changeSummary(4, 0, 0)}'`,
  ].join("\n");
}

/** A rollout with this script in place of Terraform. */
export function rollout(script: string, interrupted = interruption()) {
  const terraform = standIn(script);
  const lines: string[] = [];
  return {
    lines,
    folder: temporaryFolder(),
    /** The subcommands and stacks in the order of their calls: `plan member`. */
    calls: () => terraform.calls().map((call) => call.split(" ").slice(0, 2).reverse().join(" ")),
    argumentsOf: (command: string) => terraform.calls().find((call) => call.split(" ")[1] === command) ?? "",
    options: { terraform, env: process.env, log: (line: string) => lines.push(line), interruption: interrupted },
  };
}

export type Rollout = ReturnType<typeof rollout>;

export const ABOUT = { commit: "c0ffee", uncommitted: [], terraform: { product: "terraform", version: "1.11.4" } };

/** Plans the stacks into the rollout's folder. @param deployed dependencies outside the plan that have a state */
export function planInto(
  { folder, options }: Rollout,
  stacks: readonly PlacedStack[],
  deployed: readonly string[] = [],
): Promise<PlanManifest> {
  const storedState = (name: string): Promise<StoredState> =>
    Promise.resolve(deployed.includes(name) ? { lineage: "d", serial: 1 } : undefined);
  return planStacks(stacks, { ...options, folder, about: ABOUT, json: true, storedState });
}

/** The plans of a manifest with their stacks, as `plansOfStacks` returns them. */
export function ready(
  folder: string,
  { stacks: plans }: PlanManifest,
  stacks: readonly PlacedStack[],
): readonly ReadyPlan[] {
  return plans.map((plan) => {
    const stack = stacks.find(({ name }) => name === plan.stack);
    if (stack === undefined) throw new Error(`no stack ${plan.stack}`);
    return { plan, folder, stack };
  });
}
