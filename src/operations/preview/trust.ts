/** Whether a role's trust policy lets Systems Manager or another role assume it, decided as IAM decides it. */
import { decideTrust } from "../../iam/decision/decide";
import { MalformedPolicyDocument, parseTrustPolicy } from "../../iam/decision/policy";
import type { Principal, RequestContext } from "../../iam/decision/request";
import type { RoleFacts } from "./ports";

/** A sentence that says why the role does not trust the principal; undefined if it does. */
export function distrust(
  { arn, trustPolicy }: RoleFacts,
  principal: Principal,
  context: RequestContext,
): string | undefined {
  try {
    const decision = decideTrust(
      { principal, action: "sts:AssumeRole", resource: arn, context },
      parseTrustPolicy(trustPolicy),
    );
    return decision.outcome === "allowed" ? undefined : decision.reason;
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return `Its trust policy cannot be read: ${error.message}.`;
    throw error;
  }
}
