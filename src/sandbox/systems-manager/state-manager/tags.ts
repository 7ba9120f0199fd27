/** The tags of associations. */
import type { ServiceLayer } from "../../protocol/message";
import { locationOf } from "../../protocol/location";
import { resourceTags } from "../tags";
import type { StateManager } from "./state-manager";

/** AddTagsToResource, RemoveTagsFromResource and ListTagsForResource for associations. */
export function associationTags(manager: StateManager): ServiceLayer {
  return resourceTags(
    "Association",
    (request, id) => manager.all(locationOf(request)).find((association) => association.id === id)?.tags,
  );
}
