/**
 * The condition keys of a request that do not come from its parameters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { Fleet } from "../../fleet/model";
import { organizationPath } from "../../fleet/names";
import type { RequestContext } from "../../iam/decision/request";
import { accountInOrganization } from "../accounts/organization-paths";
import type { Requester } from "./call";
import { connectionContext, organizationContext, prefixed } from "./caller-context";
import type { RequiredPermission } from "./required-permission";
import type { Narrowed } from "./narrowed";
import type { ResourceFacts, Tags } from "./resource-facts";

/** Services with one endpoint for all Regions; it stands in this one. */
const GLOBAL_SERVICES = new Set(["iam", "organizations", "route53", "cloudfront"]);
const GLOBAL_REGION: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

export function callerContext(
  fleet: Fleet,
  { caller, location }: Requester,
  action: string,
  tags: Tags,
  now: Date,
): RequestContext {
  const isGlobal = GLOBAL_SERVICES.has(action.split(":")[0] ?? "");
  const session: RequestContext =
    caller.type === "User"
      ? { "aws:userid": caller.userId }
      : {
          "aws:userid": `${caller.roleId}:${caller.sessionName}`,
          "aws:MultiFactorAuthPresent": "false",
          ...(caller.sourceIdentity !== undefined && { "aws:SourceIdentity": caller.sourceIdentity }),
        };
  return {
    ...connectionContext(now),
    ...organizationContext(fleet, caller.accountId),
    ...session,
    ...prefixed("aws:PrincipalTag/", tags),
    "aws:RequestedRegion": (isGlobal ? GLOBAL_REGION[location.partition] : undefined) ?? location.region,
    "aws:ViaAWSService": "false",
  };
}

/** The condition keys that only resources of an organization's accounts have. */
export function organizationOfResource(fleet: Fleet, accountId: string): RequestContext {
  const account = accountInOrganization(fleet, accountId);
  return account === undefined
    ? {}
    : {
        "aws:ResourceOrgID": fleet.organization.id,
        "aws:ResourceOrgPaths": [organizationPath(fleet, account.parentId)],
      };
}

/**
 * The condition keys of a resource. Tags and owners are looked up only if a policy mentions them.
 * @returns `note`: a sentence for a refused caller, if something is not known
 */
export async function resourceContext(
  { action, resource, tags: known }: RequiredPermission & { readonly resource: string },
  requester: Requester,
  narrowed: Narrowed,
  facts: ResourceFacts,
  fleet: Fleet,
): Promise<{ readonly context: RequestContext; readonly note?: string }> {
  const accountId = resource.split(":")[4] || requester.location.accountId;
  const isOne = !resource.includes("*");
  const owner =
    isOne && narrowed.mentions("ec2:owner") && /:(image|snapshot)\//.test(resource)
      ? await facts.owner(resource, requester)
      : undefined;
  const tags =
    known ?? (isOne && narrowed.mentions("resourcetag/") ? await facts.tags(resource, requester) : ({} satisfies Tags));
  const context: RequestContext = {
    "aws:ResourceAccount": accountId,
    ...organizationOfResource(fleet, accountId),
    ...(owner !== undefined && { "ec2:Owner": owner }),
    ...prefixed("aws:ResourceTag/", tags ?? {}),
    // Services have the same keys with their own prefix. Keys are not case-sensitive.
    ...prefixed(`${action.split(":")[0] ?? ""}:ResourceTag/`, tags ?? {}),
  };
  return tags === undefined ? { context, note: `The sandbox does not know the tags of ${resource}.` } : { context };
}
