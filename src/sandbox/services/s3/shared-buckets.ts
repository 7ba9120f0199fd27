/**
 * Whether a bucket's policy shares it with a caller of another account. The caller's own policies, which must allow the call as
 * well, are decided before.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
import type { Fleet } from "../../../fleet/model";
import { requestActions } from "../../../iam/actions/call-actions";
import { decideTrust } from "../../../iam/decision/decide";
import { MalformedPolicyDocument, parseResourcePolicy } from "../../../iam/decision/policy";
import { callOf } from "../../authorization/call";
import { decidedPrincipal } from "../../authorization/caller-context";
import { callerContext } from "../../authorization/context";
import { furtherS3Actions, s3Permissions } from "../../authorization/services/s3";
import type { CallerRequest } from "../../protocol/message";

/** @param policy the bucket's, as it was put; undefined if it has none */
export function isShared(fleet: Fleet, policy: Buffer | undefined, request: CallerRequest): boolean {
  const call = callOf(request);
  const actions = requestActions(request.service, request.operation);
  if (policy === undefined || actions === undefined) return false;
  const permissions = [...actions, ...furtherS3Actions(call)].flatMap((action) => s3Permissions(call, action));
  const document = parsed(policy);
  if (document === undefined) return false;
  const principal = decidedPrincipal(request.caller);
  return permissions.every(({ action, resource, context }) => {
    if (typeof resource !== "string") return false;
    const callers = callerContext(fleet, call, action, {}, new Date());
    return (
      decideTrust({ principal, action, resource, context: { ...callers, ...context } }, document).outcome === "allowed"
    );
  });
}

/** S3 stores policies that IAM would refuse. Such a one shares nothing here. */
function parsed(policy: Buffer) {
  try {
    return parseResourcePolicy(policy.toString("utf8"));
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return undefined;
    throw error;
  }
}
