/**
 * Expands target locations to accounts and Regions, for executions and previews.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html
 */
import { locationKey, type Location } from "../../iam/location";
import { AutomationError } from "../errors";
import type { Identity, Organization } from "../ports";
import type { TargetLocation } from "../records";
import { constraintFault, refuseFaults, type ConstraintFault } from "./constraints";
import { concurrencyFault, errorsFault, TARGET_LOCATION_DEFAULTS, type Limits } from "./limits";

/** The default name of the execution role. */
const EXECUTION_ROLE_NAME = "AWS-SystemsManager-AutomationExecutionRole";

const ACCOUNT_ID = /^\d{12}$/;
const PARENT_ID = /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/;
const EXCLUDED = /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$|^(\d{12})$/;
const ROLE_NAME = /^[\w+=,.@/-]{1,64}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** A target location with its accounts and Regions. */
export interface ExpandedLocation extends Limits {
  /** The location of the request. */
  readonly location: TargetLocation;
  /** Without duplicates, account by account in the order of the request; empty if all are excluded. */
  readonly pairs: readonly Location[];
  readonly executionRoleName: string;
}

/**
 * Expands organizational units and roots to accounts, leaves out the excluded ones, and combines accounts and Regions.
 * A pair that an earlier location has with the same Targets is not repeated: overlapping units would otherwise run the
 * runbook twice on the same resources.
 * @param identity that calls AWS Organizations, which is called only if there is a unit or root to expand
 * @throws AutomationError ValidationException, InvalidTarget
 * @throws ApiCallError from AWS Organizations
 */
export async function expandTargetLocations(
  locations: readonly TargetLocation[],
  organization: Organization,
  start: Location,
  identity: Identity,
): Promise<readonly ExpandedLocation[]> {
  checkTargetLocations(locations);
  const accountsUnder = rememberAnswers((parentId, includeChildren) =>
    organization.accountsUnder(start, identity, parentId, includeChildren),
  );
  const seen = new Set<string>();
  const expanded: ExpandedLocation[] = [];
  for (const location of locations) {
    const accounts = await accountsOf(location, accountsUnder);
    const targets = JSON.stringify(location.Targets ?? null);
    const pairs = accounts
      .flatMap((accountId) => location.Regions.map((region) => ({ ...start, accountId, region })))
      .filter((pair) => isFirst(`${locationKey(pair)} ${targets}`, seen));
    expanded.push({
      location,
      pairs,
      maxConcurrency: location.TargetLocationMaxConcurrency ?? TARGET_LOCATION_DEFAULTS.maxConcurrency,
      maxErrors: location.TargetLocationMaxErrors ?? TARGET_LOCATION_DEFAULTS.maxErrors,
      executionRoleName: location.ExecutionRoleName ?? EXECUTION_ROLE_NAME,
    });
  }
  return expanded;
}

type AccountsUnder = (parentId: string, includeChildren: boolean) => Promise<readonly string[]>;

/** Looks up each unit once, even if several locations name it. */
function rememberAnswers(ask: AccountsUnder): AccountsUnder {
  const answers = new Map<string, readonly string[]>();
  return async (parentId, includeChildren) => {
    const key = `${parentId} ${includeChildren}`;
    const answer = answers.get(key) ?? (await ask(parentId, includeChildren));
    answers.set(key, answer);
    return answer;
  };
}

async function accountsOf(location: TargetLocation, accountsUnder: AccountsUnder): Promise<readonly string[]> {
  const includeChildren = location.IncludeChildOrganizationUnits ?? false;
  const accounts = new Set<string>();
  for (const id of location.Accounts) {
    const members = ACCOUNT_ID.test(id) ? [id] : await accountsUnder(id, includeChildren);
    for (const member of members) accounts.add(member);
  }
  for (const id of location.ExcludeAccounts ?? []) {
    // AWS does not say whether an excluded unit takes the units below it along. Here it does: leaving out too much does
    // less harm than running where somebody asked not to.
    const excluded = ACCOUNT_ID.test(id) ? [id] : await accountsUnder(id, true);
    for (const account of excluded) accounts.delete(account);
  }
  return [...accounts];
}

function isFirst(key: string, seen: Set<string>): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/**
 * Checks target locations without any call.
 * @throws AutomationError ValidationException for AWS's constraints; InvalidTarget where they say nothing and the id can
 *   be none of an account, unit, root or Region
 */
export function checkTargetLocations(locations: readonly TargetLocation[]): void {
  refuseFaults([
    sizeFault(locations, "targetLocations", 100),
    ...locations.flatMap((location, index) => faultsOf(location, `targetLocations.${index + 1}.member`)),
  ]);
  for (const { Accounts, Regions } of locations) {
    const account = Accounts.find((id) => !ACCOUNT_ID.test(id) && !PARENT_ID.test(id));
    if (account !== undefined) {
      throw new AutomationError(
        "InvalidTarget",
        `Accounts of TargetLocations holds "${account}"; give the id of an account, of an organizational unit or of the root.`,
      );
    }
    const region = Regions.find((name) => !REGION.test(name));
    if (region !== undefined) {
      throw new AutomationError(
        "InvalidTarget",
        `Regions of TargetLocations holds "${region}"; give the name of a Region, such as eu-central-1.`,
      );
    }
  }
}

function faultsOf(location: TargetLocation, place: string): readonly (ConstraintFault | undefined)[] {
  const { ExecutionRoleName: role, ExcludeAccounts: excluded = [] } = location;
  return [
    sizeFault(location.Accounts, `${place}.accounts`, 50),
    sizeFault(location.Regions, `${place}.regions`, 50),
    location.ExcludeAccounts && sizeFault(excluded, `${place}.excludeAccounts`, 5000),
    ...excluded.map((id, index) => formFault(id, `${place}.excludeAccounts.${index + 1}.member`, EXCLUDED)),
    role === undefined ? undefined : formFault(role, `${place}.executionRoleName`, ROLE_NAME),
    concurrencyFault(location.TargetLocationMaxConcurrency, `${place}.targetLocationMaxConcurrency`),
    errorsFault(location.TargetLocationMaxErrors, `${place}.targetLocationMaxErrors`),
    concurrencyFault(location.TargetsMaxConcurrency, `${place}.targetsMaxConcurrency`),
    errorsFault(location.TargetsMaxErrors, `${place}.targetsMaxErrors`),
    location.Targets && location.Targets.length > 5
      ? constraintFault(JSON.stringify(location.Targets), `${place}.targets`, "have length less than or equal to 5")
      : undefined,
  ];
}

/** Lists of a request may be missing where the wire has none, whatever their type says. */
function sizeFault(list: readonly unknown[] | undefined, place: string, max: number): ConstraintFault | undefined {
  if (list === undefined) return `Value null at '${place}' failed to satisfy constraint: Member must not be null`;
  const shown = JSON.stringify(list);
  if (list.length === 0) return constraintFault(shown, place, "have length greater than or equal to 1");
  return list.length > max ? constraintFault(shown, place, `have length less than or equal to ${max}`) : undefined;
}

function formFault(value: string, place: string, pattern: RegExp): ConstraintFault | undefined {
  return pattern.test(value)
    ? undefined
    : constraintFault(value, place, `satisfy regular expression pattern: ${pattern.source}`);
}
