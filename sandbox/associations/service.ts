/** State Manager's share of Systems Manager: associations, what they ran, and their tags; all else goes on. */
import { serveJson } from "../protocol/json";
import type { ServiceLayer } from "../protocol/message";
import { associationOperations } from "./operations";
import type { StateManager } from "./state-manager";
import { associationTags } from "./tags";

export function associationService(manager: StateManager): ServiceLayer {
  const tags = associationTags(manager);
  const operations = new Map(associationOperations(manager).map((operation) => [operation.name, operation]));
  return (request, next) => (operations.has(request.operation) ? serveJson(operations, request) : tags(request, next));
}
