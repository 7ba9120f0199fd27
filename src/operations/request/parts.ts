/**
 * The calls of StartAutomationExecution that a request needs. One call takes 100 target locations with 50 accounts and 50 Regions
 * each, and 50 targets by id; what is more becomes further calls, the parts of one run.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
import type { StartAutomationExecutionRequest, TargetLocation } from "@aws-sdk/client-ssm";
import type { RequestPlace, ResolvedRequest } from "./request";

/** A call without its token, and with the user's own tags alone. */
export type PartInput = Omit<StartAutomationExecutionRequest, "ClientToken">;

export interface Part {
  readonly places: readonly RequestPlace[];
  readonly input: PartInput;
}

const LOCATIONS_IN_A_CALL = 100;
const ACCOUNTS_IN_A_LOCATION = 50;
const TARGETS_BY_ID = 50;

/** A target location, before the limits of all accounts are divided among the locations. */
interface DraftLocation {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly places: readonly RequestPlace[];
  readonly instances: readonly string[] | undefined;
}

export function partsOf(request: ResolvedRequest): readonly Part[] {
  // An account and Region is in a call once: whether AWS accepts it in two locations is not documented.
  const rounds = [
    ...byRound(request.places.filter(({ instances }) => instances !== undefined)),
    sharedLocations(
      request,
      request.places.filter(({ instances }) => instances === undefined),
    ),
  ];
  return rounds
    .flatMap((locations) => chunks(locations, LOCATIONS_IN_A_CALL))
    .map((locations) => ({ places: locations.flatMap(({ places }) => places), input: inputOf(request, locations) }));
}

/** Accounts with the same Regions and the same name of the execution role are one location: AWS takes one name for each. */
function sharedLocations(
  { executionRoleIn }: ResolvedRequest,
  places: readonly RequestPlace[],
): readonly DraftLocation[] {
  const byAccount = groupBy(places, ({ account }) => account.id);
  const alike = groupBy([...byAccount.values()], (own) =>
    JSON.stringify([own.map(({ region }) => region), own.slice(0, 1).map(({ account }) => executionRoleIn(account))]),
  );
  return [...alike.values()].flatMap((accounts) =>
    chunks(accounts, ACCOUNTS_IN_A_LOCATION).map((some) => ({
      accounts: some.flatMap(([first]) => (first === undefined ? [] : [first.account.id])),
      regions: some[0]?.map(({ region }) => region) ?? [],
      places: some.flat(),
      instances: undefined,
    })),
  );
}

/** A location for each place with its first ids, then one for each with further ids, and so on. */
function byRound(places: readonly RequestPlace[]): readonly (readonly DraftLocation[])[] {
  const rounds: DraftLocation[][] = [];
  for (const place of places) {
    chunks(place.instances ?? [], TARGETS_BY_ID).forEach((instances, round) => {
      const location = {
        accounts: [place.account.id],
        regions: [place.region],
        places: [{ ...place, instances }],
        instances,
      };
      (rounds[round] ??= []).push(location);
    });
  }
  return rounds;
}

function inputOf(request: ResolvedRequest, locations: readonly DraftLocation[]): PartInput {
  const { documentName, documentVersion, parameters, targetParameter, targets, limits, tags } = request;
  const hasTargets = targetParameter !== undefined;
  // Targets that each location has are required in the request as well; those of the first one stand for all.
  const [first] = locations;
  const own = targets.length > 0 ? targets : targetsById(first?.instances);
  return {
    DocumentName: documentName,
    ...(documentVersion !== undefined && { DocumentVersion: documentVersion }),
    Parameters: Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]])),
    ...(hasTargets && {
      TargetParameterName: targetParameter,
      Targets: own.map(({ Key, Values }) => ({ Key, Values: [...Values] })),
      MaxConcurrency: limits.maxConcurrency,
      MaxErrors: limits.maxErrors,
    }),
    TargetLocations: locations.map((location) => locationOf(request, location, locations)),
    ...(Object.keys(tags).length > 0 && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  };
}

function locationOf(
  { executionRoleIn, limits }: ResolvedRequest,
  { accounts, regions, instances, places }: DraftLocation,
  all: readonly DraftLocation[],
): TargetLocation {
  const [first] = places;
  const share = places.length / all.reduce((sum, location) => sum + location.places.length, 0);
  return {
    Accounts: [...accounts],
    Regions: [...regions],
    ...(first !== undefined && { ExecutionRoleName: executionRoleIn(first.account) }),
    TargetLocationMaxConcurrency: shareOf(limits.accountConcurrency, share, 1),
    TargetLocationMaxErrors: shareOf(limits.accountErrors, share, 0),
    ...(instances !== undefined && {
      Targets: targetsById(instances),
      TargetsMaxConcurrency: limits.maxConcurrency,
      TargetsMaxErrors: limits.maxErrors,
    }),
  };
}

function targetsById(instances: readonly string[] | undefined): { Key: string; Values: string[] }[] {
  return instances === undefined ? [] : [{ Key: "ParameterValues", Values: [...instances] }];
}

/** AWS applies a limit to each location, and locations run side by side; so a number is divided among them. */
function shareOf(limit: string, share: number, least: number): string {
  return limit.endsWith("%") ? limit : String(Math.max(least, Math.floor(Number(limit) * share)));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
