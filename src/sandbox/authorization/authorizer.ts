/**
 * Decides every request by the policies of its caller, as AWS does within an account: identity policies, permissions
 * boundary, session policies. What is not decided here:
 * - STS: it decides AssumeRole itself by both accounts' policies, and its other operations need no permission on AWS either;
 * - resource-based policies other than trust policies: the services decide who shares a bucket, a document or an image, and
 *   a key's policy has no effect here, nor a bucket's within its account;
 * - service control policies: the sandbox's organization has none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { Fleet } from "../../fleet/model";
import type { Principal } from "../identities/principals";
import { decideIdentity } from "../../iam/decision/decide";
import type { RequestContext } from "../../iam/decision/request";
import type { CallerRequest } from "../protocol/message";
import { requesterOf, callOf, type Requester } from "./call";
import { decidedPrincipal } from "./caller-context";
import { callerContext, resourceContext } from "./context";
import type { RequiredPermission } from "./required-permission";
import { requiredPermissionsIn } from "./required-permissions";
import type { Permissions, PermissionsCache } from "./permissions";
import { refusal, undecided } from "./refusal";
import type { ResourceFacts } from "./resource-facts";
import type { Trail } from "./trail";

export interface Authorizer {
  /** Authorizes an incoming request. @throws AwsError as the service would answer */
  check(request: CallerRequest): Promise<void>;
  /**
   * Authorizes something that the sandbox does on behalf of a principal without a request.
   * @param resource ARN, or `*` for an action that has no resource
   * @throws AwsError as the service would answer
   */
  require(principal: Principal, action: string, resource: string, context: RequireContext): Promise<void>;
}

interface RequireContext {
  readonly region: string;
  /** Condition keys: `iam:PassedToService` and the like. */
  readonly extra?: RequestContext;
  /** As of a required permission. */
  readonly unlessRole?: string;
  /** IAM's prefix of the service that refuses. @default that of the action */
  readonly service?: string;
}

export interface AuthorizerOptions {
  readonly fleet: Fleet;
  readonly permissions: PermissionsCache;
  readonly facts: ResourceFacts;
  /** Receives every decision. With it, requests of administrators are examined like all others. */
  readonly trail?: Trail | undefined;
  /** @default the time of day */
  readonly now?: () => Date;
}

/** Calls that need no permission, and those that assume a role. */
const DECIDED_ELSEWHERE = new Set(["AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity", "GetSessionToken"]);

export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { permissions, facts, trail } = options;
  const requiredBy = requiredPermissionsIn(options.fleet);
  return {
    async check(request) {
      if (request.service === "sts" && DECIDED_ELSEWHERE.has(request.operation)) return;
      const may = await permissions.of(request.caller);
      if (may.unlimited && trail === undefined) return;
      const call = callOf(request);
      for (const permission of requiredBy(call, facts)) await decide(options, may, call, permission, call.prefix);
    },
    async require(principal, action, resource, { region, extra, service, unlessRole }) {
      const may = await permissions.of(principal);
      if (may.unlimited && trail === undefined) return;
      const permission: RequiredPermission = {
        action,
        resource,
        ...(extra !== undefined && { context: extra }),
        ...(unlessRole !== undefined && { unlessRole }),
      };
      await decide(options, may, requesterOf(principal, region), permission, service ?? action.split(":")[0] ?? "");
    },
  };
}

async function decide(
  { fleet, facts, trail, now = () => new Date() }: AuthorizerOptions,
  may: Permissions,
  requester: Requester,
  permission: RequiredPermission,
  service: string,
): Promise<void> {
  const { action } = permission;
  if (permission.undocumented) {
    const allowed = may.allowsService(service);
    trail?.({ caller: requester.caller, action, resource: "*", context: {}, allowed });
    if (allowed) return;
    throw undecided(requester.caller.arn, action, service);
  }
  const narrowed = may.about(action);
  if (narrowed.everywhere && trail === undefined) return;
  if (permission.unlessRole !== undefined && (await facts.roleExists(permission.unlessRole, requester))) return;
  const resource = typeof permission.resource === "string" ? permission.resource : await permission.resource();
  // A trail is also read for what other policies would decide, and those may mention anything.
  const lookedUp = trail === undefined ? narrowed : { ...narrowed, mentions: () => true };
  const about = await resourceContext({ ...permission, resource }, requester, lookedUp, facts, fleet);
  const context = {
    ...callerContext(fleet, requester, action, may.tags, now()),
    ...about.context,
    ...permission.context,
  };
  const principal = decidedPrincipal(requester.caller);
  const decision = decideIdentity({ principal, action, resource, context }, narrowed.policies);
  const allowed = decision.outcome === "allowed";
  trail?.({ caller: requester.caller, action, resource, context, allowed });
  if (decision.outcome === "allowed") return;
  const notes = [permission.note, about.note, may.note].flatMap((note) => note ?? []);
  throw refusal(service, { who: requester.caller.arn, action, resource, decision, notes });
}
