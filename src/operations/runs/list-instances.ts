/** Lists the instances of a request whose waves take shares of them. */
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import type { Fleet } from "../../fleet/model";
import { UnreadableError } from "../collect/unreadable";
import type { InstanceSelection } from "../preview/ports";
import { selectionOf } from "../preview/instances";
import { withListedInstances, type ListedPlace } from "../request/instance-waves";
import type { RequestPlace, ResolvedRequest } from "../request/request";

/** Ids of the instances that a selection finds in an account and Region. @throws UnreadableError if AWS refuses */
export type InstanceLister = (place: RequestPlace, selection: InstanceSelection) => Promise<readonly string[]>;

/**
 * @returns the request itself if no wave takes a share of the instances
 * @throws OperationError if an account cannot be read; ConfigurationError if the waves do not fit the instances
 */
export async function listInstances(
  fleet: Fleet,
  request: ResolvedRequest,
  list: InstanceLister,
): Promise<ResolvedRequest> {
  const { instanceWaves } = request;
  if (instanceWaves === undefined) return request;
  const listed = await Promise.all(
    request.places.map(async (place): Promise<ListedPlace> => {
      const selection = selectionOf(request, place);
      if (selection === undefined) throw cannotBeListed(request);
      try {
        return { ...place, instances: await list(place, selection) };
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        throw new OperationError({
          place: `account ${place.account.name} (${place.account.id}), ${place.region}`,
          message: `Its instances cannot be listed, and a wave takes a share of them: ${error.message}.`,
          remedy: error.remedy,
        });
      }
    }),
  );
  return withListedInstances(fleet, request, instanceWaves, listed);
}

function cannotBeListed({ targets }: ResolvedRequest): ConfigurationError {
  return new ConfigurationError({
    place: "waves",
    message: `A wave takes a share of the instances, and those of ${targets.map(({ Key }) => Key).join(", ")} cannot be listed.`,
    remedy: "Name the targets by tags or ids, or let the waves take shares of the accounts.",
  });
}
