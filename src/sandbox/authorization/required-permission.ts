/** What must be allowed for a request to pass: an action on a resource, and what policies may ask about the two. */
import type { Location } from "../../engine/ports";
import type { RequestContext } from "../../iam/decision/request";
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
  /** A sentence for whoever is refused: why the resource is `*`. */
  readonly note?: string;
}

/** What one service's calls permission. `action` is one of the operation's IAM actions. */
export type ServicePermissions = (call: Call, action: string, facts: ResourceFacts) => readonly RequiredPermission[];

/** Where AWS offers nothing narrower than `*`. */
export const NO_RESOURCES_NOTE =
  "The action has no resource-level permissions: only a statement with the resource * allows it.";

/** Where the sandbox knows nothing narrower than `*`. */
export const NOT_MAPPED_NOTE =
  "The sandbox does not know which resource the call is about: only a statement with the resource * allows it.";

/** ARN of a resource of the caller's account and Region. */
export function arnIn({ partition, region, accountId }: Location, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** The permission for an action on `*`. */
export function onEverything(action: string, note: string): RequiredPermission {
  return { action, resource: "*", note };
}
