/**
 * The two halves of IAM's decision: whether the principal's policies allow a request, and whether the role's trust
 * policy allows it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { describePrincipals, directness, matchPrincipal, type Directness } from "./principals";
import type { TrustPolicy } from "./policy";
import { principalName, type Request } from "./request";
import { applyStatement, scopeOf, statementName, type NamedPolicy } from "./statements";

/** All policies that limit or allow what a principal may do. */
export interface PrincipalPolicies {
  /** Inline and attached policies, including those of a user's groups. */
  readonly identityPolicies: readonly NamedPolicy[];
  readonly permissionsBoundary?: NamedPolicy;
  /** Passed when the session was created. If there are any, one of them must allow the request too. */
  readonly sessionPolicies?: readonly NamedPolicy[];
}

export type PolicyKind = "identity-policies" | "permissions-boundary" | "session-policies";

/** A kind of policy that must allow the request and does not. */
interface Refusal {
  readonly by: PolicyKind;
  readonly reason: string;
}

/** Reasons are full sentences. */
export type IdentityDecision =
  | { readonly outcome: "denied"; readonly by: PolicyKind; readonly reason: string }
  | { readonly outcome: "allowed" }
  | { readonly outcome: "not-allowed"; readonly refusals: readonly Refusal[] };

/**
 * Whether the principal's own policies allow the request. An explicit deny in any of them wins. Otherwise the identity
 * policies must allow it, and so must the permissions boundary and the session policies if there are any. The root user
 * of an account needs no policy.
 */
export function decideIdentity(request: Request, policies: PrincipalPolicies): IdentityDecision {
  if (request.principal.kind === "root") {
    return { outcome: "allowed" };
  }
  const { identityPolicies, permissionsBoundary, sessionPolicies = [] } = policies;
  const boundary = permissionsBoundary === undefined ? [] : [permissionsBoundary];
  const kinds = [
    { by: "identity-policies", label: "identity policies", policies: identityPolicies },
    { by: "permissions-boundary", label: "permissions boundary", policies: boundary },
    { by: "session-policies", label: "session policies", policies: sessionPolicies },
  ] as const;
  for (const { by, policies } of kinds) {
    for (const policy of policies) {
      const reason = explicitDeny(request, policy);
      if (reason !== undefined) {
        return { outcome: "denied", by, reason };
      }
    }
  }
  const refusals = kinds.flatMap(({ by, label, policies }) => {
    const isLimit = by === "identity-policies" || policies.length > 0;
    const reason = isLimit ? implicitDeny(request, label, policies) : undefined;
    return reason === undefined ? [] : [{ by, reason }];
  });
  return refusals.length === 0 ? { outcome: "allowed" } : { outcome: "not-allowed", refusals };
}

function explicitDeny(request: Request, policy: NamedPolicy): string | undefined {
  const scope = scopeOf(policy.document, request);
  for (const statement of policy.document.statements.filter(({ effect }) => effect === "Deny")) {
    const application = applyStatement(statement, request, scope);
    if (application.applies) {
      return denyReason(request, `${statementName(statement)} of ${policy.name}`, application.note);
    }
  }
  return undefined;
}

function denyReason(request: Request, place: string, note: string | undefined): string {
  const denies = `There is an explicit deny in ${place} for ${principalName(request.principal)}`;
  return `${denies} to perform ${request.action} on ${request.resource}${note === undefined ? "" : `: ${note}`}.`;
}

/** Why none of the policies allows the request. Undefined if one does. */
function implicitDeny(request: Request, label: string, policies: readonly NamedPolicy[]): string | undefined {
  const nearMisses: string[] = [];
  for (const { name, document } of policies) {
    const scope = scopeOf(document, request);
    for (const statement of document.statements.filter(({ effect }) => effect === "Allow")) {
      const application = applyStatement(statement, request, scope);
      if (application.applies) {
        return undefined;
      }
      // Statements about other actions would hide the one that was meant to allow the request.
      if (application.because !== "action") {
        nearMisses.push(`${statementName(statement)} of ${name} does not apply because ${application.reason}`);
      }
    }
  }
  const who = principalName(request.principal);
  const summary = `No statement of the ${label} of ${who} allows ${request.action} on ${request.resource}`;
  if (policies.length === 0) {
    return `${summary}: there are none.`;
  }
  return nearMisses.length === 0 ? `${summary}.` : `${summary}: ${nearMisses.join("; ")}.`;
}

/** Reasons are full sentences. */
export type TrustDecision =
  | { readonly outcome: "denied"; readonly reason: string }
  /** `to`: the principal itself, the role of its session, or its account, whose policies must then allow it too. */
  | { readonly outcome: "allowed"; readonly to: Directness }
  | { readonly outcome: "not-allowed"; readonly reason: string };

/**
 * Whether the trust policy of the role `request.resource` allows the request. If several statements allow it, the one
 * that names the principal most directly counts.
 * @param hasBoundary whether the principal has a permissions boundary, which matters to `NotPrincipal` with Deny
 */
export function decideTrust(request: Request, trustPolicy: TrustPolicy, hasBoundary = false): TrustDecision {
  const scope = scopeOf(trustPolicy, request);
  const trusted: Directness[] = [];
  const refused: string[] = [];
  for (const statement of trustPolicy.statements) {
    const { principals, effect } = statement;
    const match = matchPrincipal(principals, request.principal, effect, hasBoundary);
    const application = match && applyStatement(statement, request, scope);
    if (application?.applies === true && effect === "Deny") {
      const place = `${statementName(statement)} of the trust policy`;
      return { outcome: "denied", reason: denyReason(request, place, application.note) };
    }
    if (effect === "Deny") {
      continue;
    }
    if (match === undefined || application === undefined) {
      refused.push(`${statementName(statement)} trusts ${describePrincipals(principals)}`);
    } else if (application.applies) {
      trusted.push(match);
    } else {
      refused.push(`${statementName(statement)} does not apply because ${application.reason}`);
    }
  }
  const to = directness.find((level) => trusted.includes(level));
  if (to !== undefined) {
    return { outcome: "allowed", to };
  }
  const summary = `The trust policy of ${request.resource} has no statement that allows ${principalName(request.principal)}`;
  const why = refused.length > 0 ? refused.join("; ") : "it has no Allow statement";
  return { outcome: "not-allowed", reason: `${summary} to perform ${request.action}: ${why}.` };
}
