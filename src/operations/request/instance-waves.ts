/**
 * Waves that take a share of the instances. Which instances there are is listed when the run is planned; from then on the run acts
 * on these by their ids, each in one wave, and what joins an account later is not in it.
 */
import { counted } from "../../diagnostics/counted";
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import { groupBy } from "../../diagnostics/group-by";
import type { Account, Fleet } from "../../fleet/model";
import { selectAccounts } from "./places";
import { accountsOf, type RequestPlace, type ResolvedRequest, type ResolvedWave } from "./request";
import type { WaveRequest } from "./schema";
import { countAfter, gateOf, nameOf, nextAccounts } from "./waves";
import { FLEETBOOK } from "../../diagnostics/called-as";

/** A place with the ids of its instances. */
export interface ListedPlace extends RequestPlace {
  readonly instances: readonly string[];
}

/**
 * The request with its instances by their ids. Accounts without an instance are left out.
 * @param waves those of the request
 * @param listed every place of the request
 * @throws OperationError if there is no instance; ConfigurationError if a wave selects none, or the waves leave out some
 */
export function withListedInstances(
  fleet: Fleet,
  request: ResolvedRequest,
  waves: readonly WaveRequest[],
  listed: readonly ListedPlace[],
): ResolvedRequest {
  const places = listed.filter(({ instances }) => instances.length > 0);
  if (places.length === 0) {
    throw new OperationError({
      place: request.documentName,
      message: "No instance matches the targets in any account of the run, so there is nothing to start.",
      remedy: `${FLEETBOOK} preview shows what the targets select.`,
    });
  }
  return {
    ...request,
    instanceWaves: undefined,
    places,
    waves: selectInstances(fleet, waves, places),
    leftOut: accountsOf(listed.filter(({ instances }) => instances.length === 0)).filter(
      ({ id }) => !places.some(({ account }) => account.id === id),
    ),
  };
}

function selectInstances(
  fleet: Fleet,
  waves: readonly WaveRequest[],
  places: readonly ListedPlace[],
): readonly ResolvedWave[] {
  const order = inTurn(places);
  const waiting = new Set(order);
  const resolved = waves.map((wave): ResolvedWave => {
    const own = selected(fleet, wave, order, waiting);
    if (own.length === 0) throw selectsNothing(nameOf(wave), order.length - waiting.size, order.length);
    for (const instance of own) waiting.delete(instance);
    const ofPlace = groupBy(own, ({ place }) => place);
    return {
      name: nameOf(wave),
      gate: gateOf(fleet, wave),
      places: places.flatMap((place) => {
        const instances = ofPlace.get(place);
        return instances === undefined ? [] : [{ ...place, instances: instances.map(({ id }) => id) }];
      }),
    };
  });
  if (waiting.size > 0) {
    throw new ConfigurationError({
      place: "waves",
      message: `The waves leave out ${counted(waiting.size, "instance")} of the run.`,
      remedy: "End with 100% of instances.",
    });
  }
  return resolved;
}

interface Instance {
  readonly id: string;
  readonly place: ListedPlace;
  /** From 0 to 1, within its account and Region. */
  readonly position: number;
}

/**
 * Every instance in the order of its turn. Each account and Region takes turns in proportion to its number of instances, so that
 * the first quarter of all is as near to a quarter of each as whole instances allow. The same instances give the same order.
 */
function inTurn(places: readonly ListedPlace[]): readonly Instance[] {
  return places
    .flatMap((place) =>
      [...place.instances].sort().map((id, index) => ({ id, place, position: (index + 0.5) / place.instances.length })),
    )
    .sort((a, b) => a.position - b.position);
}

function selected(
  fleet: Fleet,
  wave: WaveRequest,
  order: readonly Instance[],
  waiting: ReadonlySet<Instance>,
): readonly Instance[] {
  const open = order.filter((instance) => waiting.has(instance));
  if (wave.instances !== undefined) {
    return open.slice(0, Math.max(0, countAfter(wave.instances, order.length) - (order.length - open.length)));
  }
  const waitingAccounts = idsOf(open.map(({ place }) => place.account));
  const chosen =
    wave.share === undefined
      ? selectAccounts(fleet, wave, [], [])
      : nextAccounts(waitingAccounts, idsOf(order.map(({ place }) => place.account)).size, wave.share);
  return open.filter(({ place }) => chosen.has(place.account.id));
}

/** In the fleet's order, whatever the order of the turns is. */
function idsOf(accounts: readonly Account[]): ReadonlySet<string> {
  return new Set(accounts.map(({ id }) => id));
}

function selectsNothing(name: string, had: number, total: number): ConfigurationError {
  return new ConfigurationError({
    place: "waves",
    message: `The wave ${name} selects no instance: before it, ${had} of ${counted(total, "instance")} have had their turn.`,
    remedy: "Leave it out, or name a larger share. A share includes the instances of earlier waves, and is rounded up.",
  });
}
