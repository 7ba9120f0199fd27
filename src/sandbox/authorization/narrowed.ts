/**
 * Reduces policies to their statements about one action, so that a decision is fast: ReadOnlyAccess alone names 1,500
 * actions. It also finds decisions that do not depend on the rest of the request.
 */
import type { PrincipalPolicies } from "../../iam/decision/decide";
import { matchesAction } from "../../iam/decision/patterns";
import type { Statement } from "../../iam/decision/policy";
import type { NamedPolicy } from "../../iam/decision/statements";

export interface Narrowed {
  readonly policies: PrincipalPolicies;
  /** Whether the action is allowed on every resource under every condition. */
  readonly everywhere: boolean;
  /** Whether a statement uses a condition key, also as a variable. @param part part of the key's name, in lower case */
  mentions(part: string): boolean;
}

/** The policies' statements about an action. */
export function narrow(policies: PrincipalPolicies, action: string): Narrowed {
  const narrowed = mapPolicies(policies, (statement) => speaksOf(statement, action));
  const text = JSON.stringify(narrowed).toLowerCase();
  return {
    policies: narrowed,
    everywhere: allowsEverywhere(narrowed, () => true),
    mentions: (part) => text.includes(part),
  };
}

/** Whether the policies allow every action everywhere, as AdministratorAccess does. */
export function isUnlimited(policies: PrincipalPolicies): boolean {
  return allowsEverywhere(policies, ({ actions }) => !actions.not && actions.patterns.includes("*"));
}

/** Whether the policies allow everything that a service has or may get, under every condition. @param prefix IAM's */
export function allowsService(policies: PrincipalPolicies, prefix: string): boolean {
  const about = mapPolicies(policies, ({ effect, actions }) => effect === "Allow" || mayDeny(actions, prefix));
  return allowsEverywhere(about, ({ actions }) => {
    return !actions.not && actions.patterns.some((pattern) => ["*", `${prefix}:*`].includes(pattern.toLowerCase()));
  });
}

function mayDeny({ not, patterns }: Statement["actions"], prefix: string): boolean {
  const services = patterns.map((pattern) => (pattern.split(":")[0] ?? "").toLowerCase());
  return not || services.some((service) => service === prefix || /[*?]/.test(service));
}

function speaksOf({ actions }: Statement, action: string): boolean {
  return actions.patterns.some((pattern) => matchesAction(pattern, action)) !== actions.not;
}

/** @param counts whether an Allow includes all actions in question */
function allowsEverywhere(policies: PrincipalPolicies, counts: (statement: Statement) => boolean): boolean {
  const { identityPolicies, permissionsBoundary, sessionPolicies = [] } = policies;
  const kinds = [identityPolicies, [permissionsBoundary ?? []].flat(), sessionPolicies];
  const required = kinds.filter((kind, index) => index === 0 || kind.length > 0);
  return (
    kinds.flat().every(({ document }) => document.statements.every(({ effect }) => effect === "Allow")) &&
    required.every((kind) =>
      kind.some(({ document }) => document.statements.some((statement) => counts(statement) && isPlain(statement))),
    )
  );
}

/** An Allow on `*` without conditions. */
function isPlain({ effect, resources, conditions }: Statement): boolean {
  return effect === "Allow" && conditions.length === 0 && resources?.not === false && resources.patterns.includes("*");
}

function mapPolicies(policies: PrincipalPolicies, keep: (statement: Statement) => boolean): PrincipalPolicies {
  const cut = ({ name, document }: NamedPolicy): NamedPolicy => ({
    name,
    document: { ...document, statements: document.statements.filter(keep) },
  });
  const { identityPolicies, permissionsBoundary, sessionPolicies } = policies;
  return {
    identityPolicies: withStatements(identityPolicies.map(cut)),
    ...(permissionsBoundary !== undefined && { permissionsBoundary: cut(permissionsBoundary) }),
    ...(sessionPolicies !== undefined && { sessionPolicies: withStatements(sessionPolicies.map(cut)) }),
  };
}

/** At least one policy is kept, because the reason differs between no policy and no statement about the action. */
function withStatements(policies: readonly NamedPolicy[]): readonly NamedPolicy[] {
  const speaking = policies.filter(({ document }) => document.statements.length > 0);
  return speaking.length > 0 ? speaking : policies.slice(0, 1);
}
