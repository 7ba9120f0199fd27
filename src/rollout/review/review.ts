/**
 * The review of a plan: what happens where, in the words of the domain. It is data; markdown.ts and terminal.ts show it.
 */
import { destructionOf } from "./destructions";
import { driftOf } from "./drift";
import type { Findings } from "./findings";
import { planResources, type PlanResources } from "./mirrored";
import { planChange } from "./plan-changes";
import { grouped, type Place, type ReviewedAccount } from "./places";
import { readPlanJson } from "./plan-json";
import { policyChanges } from "./policies/policy-changes";
import type { AccountNames } from "./policies/sentences";
import type { ReviewPolicy } from "./policy-file";
import { policyProblems, type Failure } from "./policy-problems";
import { resourceChanges, type ChangeKind, type ResourceChange } from "./resource-changes";
import { runbookChange } from "./runbooks/runbook-change";
import { verdictOf } from "./verdict";

/** A stack with its plan. */
export interface ReviewedPlan {
  readonly stack: string;
  readonly account: { readonly id: string; readonly name: string };
  /** What `terraform show -json PLANFILE` prints, parsed. */
  readonly plan: unknown;
  /** What a reader has to know of this plan, as full sentences: a dependency that is not applied yet. @default none */
  readonly notes?: readonly string[];
}

/** A stack that could not be planned. */
export interface UnplannedStack extends Omit<ReviewedPlan, "plan" | "notes"> {
  /** Why, as one or more full sentences. */
  readonly reason: string;
}

export interface ReviewOptions {
  /**
   * Every account of the fleet, so that a whole unit is named and not its accounts, and a principal of another account by name.
   * @default those of the plans, in no unit
   */
  readonly accounts?: readonly ReviewedAccount[];
  /** Accounts outside the organization that the fleet knows. @default none */
  readonly externalAccounts?: readonly { readonly id: string; readonly name: string }[];
  /** The policy that turns findings into failures. @default none */
  readonly policy?: ReviewPolicy;
}

export interface Review extends Findings {
  /** One to four sentences, the gravest first. */
  readonly verdict: readonly string[];
  /** What the policy file does not allow. */
  readonly failures: readonly Failure[];
}

/** @throws ConfigurationError if a plan is not Terraform's JSON plan of format 1.x */
export function reviewOf(plans: readonly (ReviewedPlan | UnplannedStack)[], options: ReviewOptions = {}): Review {
  const planned = plans.flatMap((each) => ("plan" in each ? [readStack(each)] : []));
  const accounts = options.accounts ?? accountsOf(plans);
  const changes = planned.flatMap((each) => each.changes);
  const unplanned = plans.flatMap((each) => ("plan" in each ? [] : [{ place: placeOf(each), reason: each.reason }]));
  const namesIn = accountNames(options);
  const drift = grouped(
    planned.flatMap(({ changes: own, drifted: outside, resources }) => {
      const addresses = new Set(own.map(({ place }) => place.address));
      return outside.flatMap((change) =>
        driftOf(change, { accountName: namesIn(change.place), resources, planned: addresses }),
      );
    }),
    accounts,
  );
  const findings: Findings = {
    counts: {
      ...countsByKind(changes),
      ...{ stacks: plans.length, accounts: accountsOf(plans).length },
      ...{ unplanned: unplanned.length, drifted: drift.reduce((sum, { places }) => sum + places.length, 0) },
    },
    unplanned: grouped(unplanned, accounts),
    notes: grouped(
      planned.flatMap(({ place, notes }) => notes.map((reason) => ({ place, reason }))),
      accounts,
    ),
    destructions: grouped(changes.flatMap(destructionOf), accounts),
    policies: grouped(
      changes.flatMap((change) => policyChanges(change, namesIn(change.place))),
      accounts,
    ),
    runbooks: grouped(changes.flatMap(runbookChange), accounts),
    drift,
    changes: grouped(changes.map(planChange), accounts),
    unchanged: planned.flatMap(({ stack, changes: { length } }) => (length === 0 ? [stack] : [])),
  };
  const failures = options.policy === undefined ? [] : policyProblems(findings, options.policy);
  return { verdict: verdictOf(findings, failures), failures, ...findings };
}

/** What to call the accounts that a policy names. The place's own account is not named, so that equal changes stay equal. */
function accountNames({ accounts, externalAccounts = [] }: ReviewOptions): (place: Place) => AccountNames {
  if (accounts === undefined)
    return ({ account }) =>
      (id) =>
        id === account.id ? OWN_ACCOUNT : undefined;
  const names = new Map([...externalAccounts, ...accounts].map(({ id, name }) => [id, `account ${name}`]));
  return ({ account }) =>
    (id) =>
      id === account.id ? OWN_ACCOUNT : (names.get(id) ?? "an account that is not in the fleet");
}

const OWN_ACCOUNT = "its own account";

interface ReadStack {
  readonly stack: string;
  readonly place: Place;
  readonly notes: readonly string[];
  readonly changes: readonly ResourceChange[];
  readonly drifted: readonly ResourceChange[];
  readonly resources: PlanResources;
}

function readStack(reviewed: ReviewedPlan): ReadStack {
  const plan = readPlanJson(reviewed.plan, reviewed.stack);
  const { planned: changes, drifted } = resourceChanges(reviewed, plan);
  const { stack, notes = [] } = reviewed;
  return { stack, place: placeOf(reviewed), notes, changes, drifted, resources: planResources(plan) };
}

function placeOf({ stack, account }: Omit<ReviewedPlan, "plan">): Place {
  return { stack, account, address: "" };
}

function accountsOf(plans: readonly Omit<ReviewedPlan, "plan">[]): readonly ReviewedAccount[] {
  const byId = new Map(plans.map(({ account: { id, name } }) => [id, { id, name, organizationalUnit: "" }]));
  return [...byId.values()];
}

function countsByKind(changes: readonly ResourceChange[]): Readonly<Record<ChangeKind, number>> {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}
