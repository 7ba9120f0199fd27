/**
 * Whether the `Principal` or `NotPrincipal` element of a statement matches the principal of a request, and how directly.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
import { isUniqueId, type PrincipalElement, type Statement } from "./policy";
import type { Principal } from "./request";

/**
 * How a statement names a principal, the most direct first: the principal itself (or everybody), the role of its
 * session, or only its account. It decides which other policies must allow the request.
 */
export const directness = ["principal", "role", "account"] as const;
export type Directness = (typeof directness)[number];

/**
 * Undefined if the statement does not match the principal.
 * @param hasBoundary whether the principal has a permissions boundary
 */
export function matchPrincipal(
  element: PrincipalElement,
  principal: Principal,
  effect: Statement["effect"],
  hasBoundary: boolean,
): Directness | undefined {
  if (element.not) {
    return isExcepted(element, principal, effect, hasBoundary) ? undefined : "principal";
  }
  // A service or a provider of identities is allowed only by name. A Deny of everybody applies to services too: AWS's own example of such a Deny
  // exempts them with aws:PrincipalIsAWSService.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  const anyone = element.anyone && (hasAccount(principal) || effect === "Deny");
  return anyone ? "principal" : directness.find((level) => isNamed(element, principal, level));
}

/**
 * With Deny, a principal is excepted only if the element lists it at every level that AWS checks (account, role,
 * session), and never if it has a permissions boundary. With Allow, one level is enough.
 */
function isExcepted(
  element: PrincipalElement,
  principal: Principal,
  effect: Statement["effect"],
  hasBoundary: boolean,
): boolean {
  const levels = directness.filter((level) => names(principal, level).length > 0);
  const listed = (level: Directness) => element.anyone || isNamed(element, principal, level);
  if (effect === "Deny") {
    return levels.every(listed) && !hasBoundary;
  }
  return !hasAccount(principal) || levels.some(listed);
}

function isNamed(element: PrincipalElement, principal: Principal, level: Directness): boolean {
  const listed = hasAccount(principal)
    ? element.aws
    : principal.kind === "service"
      ? element.services
      : element.federated;
  return names(principal, level).some((name) => listed.includes(name));
}

/** The names of the principal in a Principal element at this level. Empty if it has no such level. */
function names(principal: Principal, level: Directness): readonly string[] {
  if (!hasAccount(principal)) {
    const name = principal.kind === "service" ? principal.name : principal.providerArn;
    return level === "principal" ? [name] : [];
  }
  switch (level) {
    case "principal":
      return principal.kind === "user"
        ? [principal.arn]
        : principal.kind === "role-session"
          ? [principal.sessionArn]
          : [];
    case "role":
      return principal.kind === "role-session" ? [principal.roleArn] : [];
    case "account":
      return [principal.accountId, rootArn(principal)];
  }
}

/** A user, a role's session or the root user. */
type OfAccount = Extract<Principal, { readonly accountId: string }>;

function hasAccount(principal: Principal): principal is OfAccount {
  return "accountId" in principal;
}

function rootArn(principal: OfAccount): string {
  const [arn, partition] = (principal.kind === "role-session" ? principal.roleArn : principal.arn).split(":");
  return `${arn}:${partition}:iam::${principal.accountId}:root`;
}

/** The element for messages: `"AWS":"111111111111"`. */
export function describePrincipals(element: PrincipalElement): string {
  const kinds = {
    AWS: element.anyone ? ["*", ...element.aws] : element.aws,
    Service: element.services,
    Federated: element.federated,
    CanonicalUser: element.canonicalUsers,
  };
  const listed = Object.entries(kinds).flatMap(([kind, values]) =>
    values.map((value) => `"${kind}":"${value}"${isUniqueId(value) ? ", which has been deleted" : ""}`),
  );
  return `${element.not ? "everybody except " : ""}${listed.join(", ")}`;
}
