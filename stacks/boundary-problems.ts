/**
 * What the permissions boundaries of a fleet's roles forbid. A role can do only what its boundary allows as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import { readFileSync } from "node:fs";
import { ConfigurationError } from "../src/diagnostics/errors";
import type { Problem } from "../src/diagnostics/errors";
import { shownPath } from "../src/diagnostics/shown-path";
import type { PermissionsBoundary } from "../src/fleet/model";
import { MalformedPolicyDocument, parseIdentityPolicy, type PolicyDocument } from "../src/iam/decision/policy";
import { refusedActions, type MeantToDo } from "../src/iam/decision/refused-actions";

/** A role and what it is meant to do. */
export interface BoundedRole {
  /** The account's short name. */
  readonly account: string;
  /** The role's ARN. */
  readonly arn: string;
  readonly boundary: PermissionsBoundary;
  readonly statements: readonly MeantToDo[];
}

/** AWS's own policies that are common as boundaries, from the AWS Managed Policy Reference, without statements of no concern here. */
const KNOWN: Readonly<Record<string, object>> = {
  AdministratorAccess: { Effect: "Allow", Action: "*", Resource: "*" },
  PowerUserAccess: { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
};

const EVERYTHING = parseIdentityPolicy({ Version: "2012-10-17", Statement: KNOWN.AdministratorAccess });

/** The actions that a boundary forbids to a role; once for all accounts in which this is so. */
export function boundaryProblems(roles: readonly BoundedRole[]): readonly Problem[] {
  const forbidden = new Map<string, { readonly problem: Problem; readonly accounts: Set<string> }>();
  for (const role of roles) {
    const document = boundaryDocument(role.boundary);
    if (document === undefined) continue;
    const actions = refusedActions(role.arn, role.statements, { identity: [EVERYTHING], boundary: document });
    if (actions.length === 0) continue;
    const roleName = role.arn.slice(role.arn.lastIndexOf("/") + 1);
    const problem = {
      place: `permissions boundary ${role.boundary.policy}`,
      message: `It forbids ${actions.join(", ")}, which the role ${roleName} needs`,
      remedy: "Allow the actions in the boundary, or name another one (roles.permissionsBoundary).",
    };
    const known = forbidden.get(JSON.stringify(problem)) ?? { problem, accounts: new Set() };
    known.accounts.add(role.account);
    forbidden.set(JSON.stringify(problem), known);
  }
  return [...forbidden.values()].map(({ problem, accounts }) => ({
    ...problem,
    message: `${problem.message} in ${accounts.size === 1 ? "account" : "the accounts"} ${[...accounts].join(", ")}.`,
  }));
}

/** The boundaries of which nobody can say without AWS what they allow. */
export function unknownBoundaries(boundaries: readonly PermissionsBoundary[]): readonly string[] {
  return [...new Set(boundaries.filter((boundary) => !isKnown(boundary)).map(({ policy }) => policy))];
}

function isKnown({ policy, document }: PermissionsBoundary): boolean {
  return document !== undefined || awsPolicy(policy) !== undefined;
}

/** Undefined if it is not known. @throws ConfigurationError if the file cannot be read, or has no policy document */
function boundaryDocument({ policy, document }: PermissionsBoundary): PolicyDocument | undefined {
  if (document === undefined) {
    const statement = awsPolicy(policy);
    return statement && parseIdentityPolicy({ Version: "2012-10-17", Statement: statement });
  }
  try {
    return parseIdentityPolicy(readFileSync(document, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError({
      place: shownPath(document),
      message:
        error instanceof MalformedPolicyDocument
          ? `The document of the permissions boundary ${policy} is not a policy: ${reason}`
          : `The document of the permissions boundary ${policy} cannot be read: ${reason}.`,
      remedy: "Write the policy document as JSON into this file, or correct `document` in roles.permissionsBoundary.",
    });
  }
}

function awsPolicy(policy: string): object | undefined {
  const name = /^arn:[a-z-]+:iam::aws:policy\/(.+)$/.exec(policy)?.[1] ?? "";
  return Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
}
