/**
 * Whether a bucket's policy shares it with a caller of another account. The caller's own policies, which must allow the call as
 * well, are decided before.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
import type { Fleet } from "../../../fleet/model";
import { requestActions } from "../../../iam/actions/call-actions";
import { decideTrust } from "../../../iam/decision/decide";
import { callOf } from "../../authorization/call";
import { decidedPrincipal } from "../../authorization/caller-context";
import { callerContext } from "../../authorization/context";
import type { RequiredPermission } from "../../authorization/required-permission";
import { furtherS3Actions, s3Permissions } from "../../authorization/services/s3";
import { readResourcePolicy } from "../../identities/resource-policy";
import type { CallerRequest } from "../../protocol/message";

/**
 * Of a copy, each of its two buckets decides what is done in it.
 * @param policy the bucket's, as it was put; undefined if it has none
 */
export function isShared(fleet: Fleet, bucket: string, policy: Buffer | undefined, request: CallerRequest): boolean {
  const call = callOf(request);
  const actions = requestActions(request.service, request.operation);
  if (policy === undefined || actions === undefined) return false;
  const permissions = [...actions, ...furtherS3Actions(call)]
    .flatMap((action) => s3Permissions(call, action))
    .filter(({ resource }) => concerns(resource, bucket));
  // S3 stores policies that IAM would refuse. Such a one shares nothing here.
  const document = readResourcePolicy(policy.toString("utf8"));
  if (document === undefined) return false;
  const principal = decidedPrincipal(request.caller);
  const allows = ({ action, resource, context }: RequiredPermission): boolean => {
    if (typeof resource !== "string") return false;
    const callers = callerContext(fleet, call, action, {}, new Date());
    return (
      decideTrust({ principal, action, resource, context: { ...callers, ...context } }, document).outcome === "allowed"
    );
  };
  return permissions.length > 0 && permissions.every(allows);
}

/** Whether a resource is the bucket or in it, or may be. */
function concerns(resource: RequiredPermission["resource"], bucket: string): boolean {
  return typeof resource !== "string" || resource === "*" || resource.split(":::")[1]?.split("/")[0] === bucket;
}
