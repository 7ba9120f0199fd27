/** A permission that a request needs: an action on a resource, with their condition keys. */
import type { RequestContext } from "../../iam/decision/request";
import { hasResources } from "../../iam/resources/every-resource";
import type { Call } from "./call";
import type { ResourceFacts, Tags } from "./resource-facts";

/** A request is allowed if each of its required permissions is allowed by itself. */
export interface RequiredPermission {
  /** `ec2:CreateImage` */
  readonly action: string;
  /**
   * ARN, or `*` for an action that has no resource. The id of a new or unnamed resource is `*` in its ARN, as in AWS's
   * messages. A function if the ARN must be looked up.
   */
  readonly resource: string | (() => Promise<string>);
  /** Condition keys of this permission alone. */
  readonly context?: RequestContext;
  /** Tags that the resource certainly has, because it is selected by them. */
  readonly tags?: Tags;
  /** AWS documents no action of this name: it can only be decided where the whole service is allowed. */
  readonly undocumented?: true;
  /** Not needed if the account has a role of this name. */
  readonly unlessRole?: string;
  /** A sentence for a refused caller that says why the resource is `*`. */
  readonly note?: string;
}

/** The permissions that one service's calls need. `action` is one of the operation's IAM actions. */
export type ServicePermissions = (call: Call, action: string, facts: ResourceFacts) => readonly RequiredPermission[];

/** For actions without resource-level permissions on AWS. */
export const NO_RESOURCES_NOTE =
  "The action has no resource-level permissions: only a statement with the resource * allows it.";

/** For actions whose resource the sandbox does not know. */
const NOT_MAPPED_NOTE =
  "The sandbox does not know which resource the call is about: only a statement with the resource * allows it.";

/** The permission for an action on `*`. @param note @default why the resource is `*` */
export function onEverything(
  action: string,
  note: string = hasResources(action) ? NOT_MAPPED_NOTE : NO_RESOURCES_NOTE,
): RequiredPermission {
  return { action, resource: "*", note };
}
