/** The layer of State Manager: associations, their executions and their tags. Other requests go to the next layer. */
import { chain } from "../../protocol/chain";
import { jsonLayer } from "../../protocol/json";
import type { ServiceLayer } from "../../protocol/message";
import { associationOperations } from "./operations";
import type { StateManager } from "./state-manager";
import { associationTags } from "./tags";

export function associationService(manager: StateManager): ServiceLayer {
  return chain(jsonLayer(associationOperations(manager)), associationTags(manager));
}
