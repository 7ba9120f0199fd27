/** State Manager's share of Systems Manager: associations, what they ran, and their tags; all else goes on. */
import { chain } from "../../protocol/chain";
import { jsonLayer } from "../../protocol/json";
import type { ServiceLayer } from "../../protocol/message";
import { associationOperations } from "./operations";
import type { StateManager } from "./state-manager";
import { associationTags } from "./tags";

export function associationService(manager: StateManager): ServiceLayer {
  return chain(jsonLayer(associationOperations(manager)), associationTags(manager));
}
