/** The accounts and Regions that a request selects, from the fleet file alone. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Path } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import {
  allAccounts,
  centralTargets,
  findAccount,
  type Account,
  type CentralRunbook,
  type Fleet,
} from "../../fleet/model";
import type { RequestPlace } from "./request";
import type { StartRequest } from "./schema";

/** The name of the organization's root among organizational units. */
const ROOT = "root";

export interface Selection<T> {
  readonly value: T;
  readonly problems: readonly ValueProblem[];
}

/**
 * @param central the runbook's settings in the fleet; undefined: one of Amazon's, which may act in every account
 * @returns accounts in the fleet's order; each place once
 */
export function selectPlaces(
  fleet: Fleet,
  central: CentralRunbook | undefined,
  request: StartRequest,
): Selection<readonly RequestPlace[]> {
  const problems: ValueProblem[] = [];
  const allowed =
    central === undefined ? allAccounts(fleet).filter(({ isTarget }) => isTarget) : centralTargets(fleet, central);
  const isAllowed = (account: Account): boolean => allowed.some(({ id }) => id === account.id);

  const chosen = new Set<string>();
  if (request.accounts === undefined && request.organizationalUnits === undefined) {
    for (const { id } of allowed) chosen.add(id);
  }
  const withChildren = request.childOrganizationalUnits ?? true;
  for (const { unit, path, accounts } of units(fleet, request, allowed, withChildren, problems)) {
    if (accounts.length === 0) problems.push(emptyUnit(unit, path));
    for (const { id } of accounts) chosen.add(id);
  }
  for (const { account, path } of named(fleet, request, "accounts", problems)) {
    if (isAllowed(account)) chosen.add(account.id);
    else problems.push(notATarget(account, central, path));
  }
  for (const { account } of named(fleet, request, "excludeAccounts", problems)) chosen.delete(account.id);

  const regions = selectRegions(fleet, request, problems);
  const places = allowed
    .filter(({ id }) => chosen.has(id))
    .flatMap((account) =>
      account.regions.filter((region) => regions.has(region)).map((region) => ({ account, region })),
    );
  if (places.length === 0 && problems.length === 0) problems.push(nothingSelected(request));
  return { value: places, problems };
}

/**
 * Ids of the accounts that are named, and of those in the units that are named.
 * @param problems receives what the fleet does not have; paths begin with `path`
 */
export function selectAccounts(
  fleet: Fleet,
  request: Pick<StartRequest, "accounts" | "organizationalUnits">,
  path: Path,
  problems: ValueProblem[],
): ReadonlySet<string> {
  const chosen = new Set<string>();
  for (const { accounts } of units(fleet, request, allAccounts(fleet), true, problems, path)) {
    for (const { id } of accounts) chosen.add(id);
  }
  for (const { account } of named(fleet, request, "accounts", problems, path)) chosen.add(account.id);
  return chosen;
}

/** The unit's id, and those of the units below it; undefined if the organization has no such unit. */
function unitIds({ organization }: Fleet, nameOrId: string, withChildren: boolean): ReadonlySet<string> | undefined {
  const { rootId, organizationalUnits: units } = organization;
  if (nameOrId === ROOT || nameOrId === rootId) {
    return new Set(withChildren ? [rootId, ...units.map(({ id }) => id)] : [rootId]);
  }
  const unit = units.find(({ path, id }) => path === nameOrId || id === nameOrId);
  if (unit === undefined) return undefined;
  const below = units.filter(({ path }) => withChildren && path.startsWith(`${unit.path}/`));
  return new Set([unit, ...below].map(({ id }) => id));
}

/** Each unit that is named, with those of the accounts that are in it. */
function* units(
  fleet: Fleet,
  { organizationalUnits = [] }: Pick<StartRequest, "organizationalUnits">,
  of: readonly Account[],
  withChildren: boolean,
  problems: ValueProblem[],
  within: Path = [],
): Generator<{ readonly unit: string; readonly path: Path; readonly accounts: readonly Account[] }> {
  for (const [index, unit] of organizationalUnits.entries()) {
    const path = [...within, "organizationalUnits", index];
    const ids = unitIds(fleet, unit, withChildren);
    if (ids === undefined) problems.push(unknownUnit(fleet, unit, path));
    else yield { unit, path, accounts: of.filter(({ parentId }) => ids.has(parentId)) };
  }
}

function* named(
  fleet: Fleet,
  request: Pick<StartRequest, "accounts" | "excludeAccounts">,
  key: "accounts" | "excludeAccounts",
  problems: ValueProblem[],
  within: Path = [],
): Generator<{ readonly account: Account; readonly path: Path }> {
  for (const [index, nameOrId] of (request[key] ?? []).entries()) {
    const path = [...within, key, index];
    const account = findAccount(fleet, nameOrId);
    if (account !== undefined) yield { account, path };
    else {
      const names = allAccounts(fleet).map(({ name }) => name);
      problems.push({ path, message: `The fleet has no account "${nameOrId}".`, remedy: didYouMean(nameOrId, names) });
    }
  }
}

function selectRegions(fleet: Fleet, { regions }: StartRequest, problems: ValueProblem[]): ReadonlySet<string> {
  regions?.forEach((region, index) => {
    if (fleet.regions.includes(region)) return;
    problems.push({
      path: ["regions", index],
      message: `"${region}" is not a Region of the fleet.`,
      remedy: didYouMean(region, fleet.regions),
    });
  });
  return new Set(regions ?? fleet.regions);
}

function unknownUnit({ organization }: Fleet, unit: string, path: Path): ValueProblem {
  const paths = organization.organizationalUnits.map((each) => each.path);
  return {
    path,
    message: `The organization of the fleet file has no organizational unit "${unit}".`,
    remedy: didYouMean(unit, [ROOT, ...paths]),
  };
}

function emptyUnit(unit: string, path: Path): ValueProblem {
  return {
    path,
    message: `The runbook acts in no account of the organizational unit "${unit}".`,
    remedy:
      "Name another unit, or leave out --no-child-ous (childOrganizationalUnits) if its accounts are in child units.",
  };
}

function notATarget({ name, id, isTarget }: Account, central: CentralRunbook | undefined, path: Path): ValueProblem {
  if (!isTarget) {
    return {
      path,
      message: `Runbooks do not act in account ${name} (${id}): it has no execution role.`,
      remedy: "Set `target: true` for the management account, or name another account.",
    };
  }
  return {
    path,
    message: `The runbook ${central?.name ?? ""} does not act in account ${name} (${id}): it is not shared with it.`,
    remedy: "Add the account's unit to organizationalUnits of the runbook in centralRunbooks, and deploy.",
  };
}

function nothingSelected({ excludeAccounts, regions }: StartRequest): ValueProblem {
  const key = excludeAccounts !== undefined ? "excludeAccounts" : regions !== undefined ? "regions" : "accounts";
  return {
    path: [key],
    message: "No account and Region is left in which the runbook would act.",
    remedy: "Exclude fewer accounts, or name Regions that the accounts have (regions in fleet.yaml).",
  };
}
