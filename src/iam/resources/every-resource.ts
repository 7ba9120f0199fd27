/** Actions that have to be allowed on `*`, and why. */
import { iamAction } from "../actions/action-table";
import { NO_RESOURCE_LEVEL, type Scope } from "../statements/statement";

/** Whether an action can be allowed on single resources; AWS offers nothing narrower than `*` for the others. */
export function hasResources(action: string): boolean {
  return iamAction(action)?.hasResources ?? true;
}

export function onEveryResource(action: string): Scope {
  const because = hasResources(action) ? "Its resource does not follow from the call's parameters." : NO_RESOURCE_LEVEL;
  return { resources: ["*"], because };
}
