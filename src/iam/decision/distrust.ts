/** Whether a role's trust policy lets Systems Manager or another role assume it, decided as IAM decides it. */
import { decideTrust } from "./decide";
import { MalformedPolicyDocument, parseTrustPolicy } from "./policy";
import type { Principal, RequestContext } from "./request";

/** A role as IAM has it. */
export interface TrustingRole {
  readonly arn: string;
  /** JSON. A deleted principal is named by its unique id, such as `AROA…`. */
  readonly trustPolicy: string;
}

/** A sentence that says why the role does not trust the principal; undefined if it does. */
export function distrust(
  { arn, trustPolicy }: TrustingRole,
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
