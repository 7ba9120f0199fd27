/**
 * Whether a principal may assume a role: the trust policy of the role and the principal's own policies together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import { decideIdentity, decideTrust, type PrincipalPolicies, type TrustDecision } from "./decide";
import type { TrustPolicy } from "./policy";
import type { Principal, RequestContext } from "./request";

/** The role that is to be assumed. */
export interface Role {
  readonly arn: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly trustPolicy: TrustPolicy;
}

export interface Decision {
  readonly allowed: boolean;
  /** One or more full sentences: which policy refused and why, or which policy allows it. */
  readonly reason: string;
}

/** AssumeRole itself, and what it needs besides for session tags and for a source identity. */
export type AssumeAction =
  "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity" | "sts:TagSession" | "sts:SetSourceIdentity";

/**
 * Decides `sts:AssumeRole`, or another action that AssumeRole needs.
 * - An explicit deny wins.
 * - An AWS service, and somebody with a token of an OIDC provider, need only the trust policy.
 * - Within one account, a trust policy that names the principal is enough. If it names the principal's role, permissions
 *   boundary and session policies must allow too. If it names the account, the principal's own policies must allow.
 * - Across accounts, both sides must allow.
 * - The root user of an account cannot assume roles.
 * @param context condition keys that do not follow from the caller, such as aws:PrincipalOrgID and aws:SourceArn
 */
export function decideAssumeRole(
  caller: Principal,
  callerPolicies: PrincipalPolicies,
  role: Role,
  context: RequestContext,
  action: AssumeAction = "sts:AssumeRole",
): Decision {
  if (caller.kind === "root") {
    return refused("Roles may not be assumed by root accounts. Use the credentials of an IAM user or of another role.");
  }
  const request = { principal: caller, action, resource: role.arn, context };
  const trust = decideTrust(request, role.trustPolicy, callerPolicies.permissionsBoundary !== undefined);
  if (caller.kind === "service" || caller.kind === "web-identity") {
    return trust.outcome === "allowed" ? granted(role, trust) : refused(trust.reason);
  }

  const identity = decideIdentity(request, callerPolicies);
  const denials = [trust, identity].flatMap((decision) => (decision.outcome === "denied" ? [decision.reason] : []));
  if (denials.length > 0) {
    return refused(...denials);
  }
  const isSameAccount = caller.accountId === role.accountId;
  const refusals = identity.outcome === "not-allowed" ? identity.refusals : [];
  const counting = refusals.filter(({ by }) => {
    if (!isSameAccount || trust.outcome !== "allowed" || trust.to === "account") {
      return true;
    }
    return trust.to === "role" && by !== "identity-policies";
  });
  if (trust.outcome === "allowed" && counting.length === 0) {
    return granted(role, trust);
  }
  const trustReasons = trust.outcome === "not-allowed" ? [trust.reason] : [];
  // Within the account, correcting the trust policy may be enough: the caller's policies would be a red herring.
  const identityReasons = isSameAccount && trustReasons.length > 0 ? [] : counting.map(({ reason }) => reason);
  return refused(...trustReasons, ...identityReasons);
}

function refused(...reasons: readonly string[]): Decision {
  return { allowed: false, reason: reasons.join(" ") };
}

function granted(role: Role, trust: Extract<TrustDecision, { outcome: "allowed" }>): Decision {
  const trusted = { principal: "the caller itself", role: "the caller's role", account: "the caller's account" }[
    trust.to
  ];
  return { allowed: true, reason: `The trust policy of ${role.arn} allows ${trusted}.` };
}
