/**
 * Looks after each plan whether what it creates exists already. If the account adopts, the stack is planned again with import blocks;
 * otherwise the plan fails, and says what exists, who made it and what would change. Plans that create nothing of these kinds cost
 * nothing.
 */
import { OperationError, type Problem } from "../../diagnostics/errors";
import { messageOf } from "../../diagnostics/text/message-of";
import type { Account, Fleet } from "../../fleet/model";
import { stateKey } from "../../fleet/names";
import type { MeantToDo } from "../../iam/decision/refused-actions";
import { NO_CHANGES } from "../output";
import type { PlacedStack } from "../plans/placed-stack";
import { readPlanJson, type PlanJson } from "../review/plan-json";
import type { Step } from "../stack-run";
import type { AccountAdoption } from "./accounts";
import type { AsItIs } from "./clients";
import { changesText } from "./changes-text";
import { existingRoleFaults, type ExistingRoleFaults } from "./existing-role";
import { importsOf, withImports } from "./imports";
import { copyKey } from "./kept-copies";
import { claimText, originOf, originText, type Origin } from "./origin";
import {
  createdBy,
  destroyedBy,
  replacedImports,
  titleOf,
  type Identity,
  type Planned,
  type PlannedPolicy,
  type PlannedResources,
} from "./planned";
import { adoptRemedy, boundaryProblem, destroysAdopted, pathProblem, replacedProblem } from "./refused";

/** How a stack was planned. */
export interface Adopted {
  readonly step: Step;
  /** What a reader of the review has to know, as full sentences. */
  readonly notes: readonly string[];
  /** What the plan adopts. Copies of it are kept before the plan is applied. */
  readonly adopts: readonly Identity[];
}

/** The plan of one stack. */
export interface StackPlan {
  readonly step: Step;
  /** Terraform's JSON of the plan. */
  json(): Promise<unknown>;
  /** Plans the stack once more. */
  again(): Promise<Step>;
}

export type Adopting = (stack: PlacedStack, plan: StackPlan) => Promise<Adopted>;

interface AdoptingOptions extends AccountAdoption {
  readonly fleet: Fleet;
  /** What an execution role that an account keeps is meant to do. */
  readonly needsOf: (account: Account) => readonly MeantToDo[];
}

/** Something that a plan creates and that exists. */
interface Found {
  readonly planned: Planned;
  readonly was: AsItIs;
  readonly origin: Origin;
}

export function adopting(options: AdoptingOptions): Adopting {
  return async (stack, plan) => {
    const kept = await keptRoleFaults(options, stack, plan);
    if (kept.problems.length > 0) return failed(kept.problems);
    const adopted = await adopt(options, stack, plan);
    return { ...adopted, notes: [...kept.notes, ...adopted.notes] };
  };
}

/** The faults of an execution role that stays as it is; the member stack has what goes with it. */
async function keptRoleFaults(
  { fleet, readerOf, needsOf }: AdoptingOptions,
  { account, stateKey: key }: PlacedStack,
  { step }: StackPlan,
): Promise<ExistingRoleFaults> {
  const isPlanned = step.outcome === "changed" || step.outcome === "unchanged";
  if (!isPlanned || account.existingExecutionRole === undefined || key !== stateKey("member") || !account.isTarget) {
    return { problems: [], notes: [] };
  }
  return existingRoleFaults(fleet, account, readerOf(account), needsOf(account));
}

async function adopt(options: AdoptingOptions, stack: PlacedStack, plan: StackPlan): Promise<Adopted> {
  const unchanged = { step: plan.step, notes: [], adopts: [] };
  if (plan.step.outcome !== "changed") return unchanged;
  const planned = readPlanJson(await plan.json(), stack.name);
  try {
    const destroyed = await destroyedCopies(options, stack, planned);
    if (destroyed.length > 0) return failed(destroyed.map((each) => destroysAdopted(stack, each)));
    const { found, notes } = await findExisting(options, stack, createdBy(planned));
    if (found.length === 0) return { ...unchanged, notes };
    const adopted = await planAdoption(stack, plan, found, createdBy(planned).policies);
    return { ...adopted, notes: [...notes, ...adopted.notes] };
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return failed(error.problems);
  }
}

function failed(problems: readonly Problem[]): Adopted {
  return { step: { outcome: "failed", changes: NO_CHANGES, problems }, notes: [], adopts: [] };
}

/** What the plan would destroy although it was adopted. */
async function destroyedCopies(
  { bucketOf }: AdoptingOptions,
  { account }: PlacedStack,
  plan: PlanJson,
): Promise<readonly Identity[]> {
  const { owners } = destroyedBy(plan);
  if (owners.length === 0) return [];
  // A role that plans, and no more, may list the objects of the bucket and not read them.
  const keys = new Set((await bucketOf(account).list()).map(({ key }) => key));
  return owners.filter((owner) => keys.has(copyKey(owner)));
}

async function findExisting(
  { fleet, readerOf }: AdoptingOptions,
  { account }: PlacedStack,
  { owners }: PlannedResources,
): Promise<{ readonly found: readonly Found[]; readonly notes: readonly string[] }> {
  const reader = readerOf(account);
  const notes: string[] = [];
  const found = await Promise.all(
    owners.map(async (planned) => {
      let was: AsItIs | undefined;
      try {
        was = await reader.read(planned);
      } catch (error) {
        notes.push(`${titleOf(planned)} may exist already: it cannot be read (${messageOf(error)}).`);
        return [];
      }
      if (was === undefined) return [];
      const origin = await originOf(planned, was.tags, fleet.regions, (region) => reader.cloudFormation(region));
      return [{ planned, was, origin }];
    }),
  );
  return { found: found.flat(), notes: notes.sort() };
}

async function planAdoption(
  stack: PlacedStack,
  plan: StackPlan,
  found: readonly Found[],
  policies: readonly PlannedPolicy[],
): Promise<Adopted> {
  const { account } = stack;
  const impossible = found.flatMap(({ planned, was, origin }) => pathProblem(stack, planned, was, originText(origin)));
  if (impossible.length > 0) return failed(impossible);
  const blocks = found.flatMap(({ planned, was }) => importsOf(planned, policies, was));
  const step = await withImports(stack.folder, blocks, () => plan.again());
  if (step.outcome !== "changed" && step.outcome !== "unchanged") return { step, notes: [], adopts: [] };
  const again = readPlanJson(await plan.json(), stack.name);
  const replaced = replacedImports(again);
  if (replaced.length > 0) return failed(replaced.map((each) => replacedProblem(stack, each)));
  if (!account.adopt) return failed(found.map((each) => existsProblem(stack, each, again, policies)));
  const unbound = found.flatMap(({ planned, was }) => boundaryProblem(stack, planned, was));
  if (unbound.length > 0) return failed(unbound);
  return {
    step,
    notes: found.map((each) => adoptedNote(each, policies)),
    adopts: found.map(({ planned }) => identityOf(planned)),
  };
}

function identityOf(planned: Planned): Identity {
  switch (planned.kind) {
    case "role":
      return { kind: planned.kind, name: planned.name };
    case "document":
      return { kind: planned.kind, name: planned.name, region: planned.region };
    case "registration":
      return { kind: planned.kind, name: planned.name, service: planned.service };
  }
}

function existsProblem(
  stack: PlacedStack,
  { planned, was, origin }: Found,
  plan: PlanJson,
  policies: readonly PlannedPolicy[],
): Problem {
  const addresses = [planned, ...policies.filter(({ role }) => was.kind === "role" && role === planned.name)];
  const message = [
    `${titleOf(planned)} exists already, ${originText(origin)}.`,
    changesText(stack, plan, new Set(addresses.map(({ address }) => address))),
    leftText(was, policies),
    claimText(origin),
  ];
  return {
    place: stack.name,
    message: message.filter((sentence) => sentence !== "").join(" "),
    remedy: adoptRemedy(stack, planned),
  };
}

function adoptedNote({ planned, was, origin }: Found, policies: readonly PlannedPolicy[]): string {
  const sentences = [
    `${titleOf(planned)} is adopted: it exists already, ${originText(origin)}.`,
    leftText(was, policies),
    claimText(origin),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** The policies of a role that are not the fleet's, as a sentence. */
function leftText(was: AsItIs, policies: readonly PlannedPolicy[]): string {
  if (was.kind !== "role") return "";
  const isPlanned = (policy: string) => policies.some((each) => each.role === was.name && each.policy === policy);
  const inline = Object.keys(was.inline).filter((name) => !isPlanned(name));
  const attached = was.attached.filter((arn) => !isPlanned(arn));
  if (inline.length + attached.length === 0) return "";
  const kinds = [
    ...(inline.length === 0 ? [] : [`its inline policies ${inline.join(", ")}`]),
    ...(attached.length === 0 ? [] : [`its attached policies ${attached.join(", ")}`]),
  ];
  return `Not the fleet's, and left as they are: ${kinds.join(", and ")}.`;
}
