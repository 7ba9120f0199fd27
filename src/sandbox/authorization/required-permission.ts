/** What must be allowed for a request to pass: an action on a resource, and what policies may ask about the two. */
import type { RequestContext } from "../../iam/decision/request";
import { hasResources } from "../../iam/resources/every-resource";
import type { Call } from "./call";
import type { ResourceFacts, Tags } from "./resource-facts";

/** A request passes if each permission that it needs is allowed by itself. */
export interface RequiredPermission {
  /** `ec2:CreateImage` */
  readonly action: string;
  /**
   * ARN, or `*` for an action that has no resource. What is to be made, or not named, stands as `*` in its ARN, as in
   * AWS's messages. A function where the ARN has to be looked up.
   */
  readonly resource: string | (() => Promise<string>);
  /** Condition keys of this permission alone. */
  readonly context?: RequestContext;
  /** Tags that the resource has for certain, because it is chosen by them. */
  readonly tags?: Tags;
  /** AWS documents no action of this name: it can only be decided where the whole service is allowed. */
  readonly undocumented?: true;
  /** A sentence for whoever is refused: why the resource is `*`. */
  readonly note?: string;
}

/** The permissions that one service's calls need. `action` is one of the operation's IAM actions. */
export type ServicePermissions = (call: Call, action: string, facts: ResourceFacts) => readonly RequiredPermission[];

/** Where AWS offers nothing narrower than `*`. */
export const NO_RESOURCES_NOTE =
  "The action has no resource-level permissions: only a statement with the resource * allows it.";

/** Where the sandbox knows nothing narrower than `*`. */
const NOT_MAPPED_NOTE =
  "The sandbox does not know which resource the call is about: only a statement with the resource * allows it.";

/** The permission for an action on `*`. @param note @default why the resource is `*` */
export function onEverything(
  action: string,
  note: string = hasResources(action) ? NOT_MAPPED_NOTE : NO_RESOURCES_NOTE,
): RequiredPermission {
  return { action, resource: "*", note };
}
