/** What each role of a runbook is granted: the policy that is derived from the runbook's steps, and what the fleet file adds. */
import type { Runbook } from "../src/document/model";
import {
  executionRolePermissions,
  rolePermissions,
  type RoleContext,
} from "../src/document/permissions/role-permissions";
import { resolvedStatements } from "../src/document/permissions/resolved-statements";
import type { DerivedPermissions } from "../src/document/permissions/permissions";
import { ConfigurationError } from "../src/diagnostics/errors";
import type { Problem } from "../src/diagnostics/errors";
import type { PolicyStatement } from "../src/iam/statements/statement";
import { mergeStatements } from "../src/iam/statements/merge-statements";
import { centralTargets } from "../src/fleet/model";
import type { Account, CentralRunbook, Fleet, RunbookPermissions } from "../src/fleet/model";
import { executionRoleName, managedPolicyArn, roleArn } from "../src/fleet/names";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { Remembered } from "./remembered";
import { roleContext } from "./role-context";
import { findRunbook, runbookModels } from "./runbooks";
import { scriptLogStatements } from "./script-logs";

/** What a role may do for one runbook. */
export interface Grant {
  readonly runbook: string;
  /** The account's short name. */
  readonly account: string;
  /** The role, as messages call it. */
  readonly role: "role" | "execution role";
  readonly statements: readonly PolicyStatement[];
  readonly managedPolicyArns: readonly string[];
  /** Permissions that could not be derived, as full sentences. */
  readonly gaps: readonly string[];
}

/** The permissions of a runbook for which the fleet file says nothing. */
const DERIVED: RunbookPermissions = { derived: true, statements: [], managedPolicies: [] };

interface RunbookGrantProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly runbook: Runbook;
  /** All runbooks by name. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
  /** @default what the runbook's steps need */
  readonly permissions?: RunbookPermissions;
  /** The tag by which the runbook's instances are found. @default every instance of the account */
  readonly targetTag?: RoleContext["targetTag"];
}

/** For the role that a runbook of the account has there. */
export function runbookGrant(props: RunbookGrantProps): Grant {
  const { fleet, account, runbook, runbooks, permissions = DERIVED, targetTag } = props;
  const context = { ...roleContext(fleet, account, runbook.name), runbooks, targetTag };
  return grant({ fleet, account, runbook, permissions, context, role: "role" }, () =>
    rolePermissions(runbook, context),
  );
}

/** A grant is asked for when the roles are checked, and again when they are built. Once is a tenth of a large fleet's synthesis. */
const centralGrants = new Remembered<Grant>();

/** For an execution role with which a central runbook acts in the account. */
export function centralGrant(
  fleet: Fleet,
  account: Account,
  central: CentralRunbook,
  runbooks: ReadonlyMap<string, DeployableRunbook>,
): Grant {
  return centralGrants.of([fleet, runbooks, account, central], () => {
    const { runbook } = findRunbook(runbooks, central.name);
    const context = {
      ...roleContext(fleet, account, runbook.name),
      roleArn: roleArn(fleet, account.id, executionRoleName(account, central)),
      ownerId: fleet.administratorAccount.id,
      runbooks: runbookModels(runbooks),
    };
    const { permissions } = central;
    return grant({ fleet, account, runbook, permissions, context, role: "execution role" }, () =>
      executionRolePermissions(runbook, context),
    );
  });
}

/** The central runbooks that act in the account. @param executionRole only those that act with this role */
export function centralRunbooksIn(
  fleet: Fleet,
  account: Account,
  executionRole?: CentralRunbook["executionRole"],
): readonly CentralRunbook[] {
  return fleet.centralRunbooks.filter(
    (central) =>
      (executionRole === undefined || central.executionRole === executionRole) &&
      centralTargets(fleet, central).some(({ id }) => id === account.id),
  );
}

/** The same grants. @throws ConfigurationError if something could not be derived: an execution would fail in the middle */
export function withoutGaps(grants: readonly Grant[]): readonly Grant[] {
  const problems = gapProblems(grants);
  if (problems.length > 0) throw new ConfigurationError(...problems);
  return grants;
}

/** One problem for each gap of a runbook, whatever number of accounts it concerns. */
export function gapProblems(grants: readonly Grant[]): readonly Problem[] {
  const lacking = new Map<string, { readonly gap: string; readonly in: Grant[] }>();
  for (const found of grants) {
    for (const gap of found.gaps) {
      const key = JSON.stringify([found.runbook, found.role, gap]);
      const known = lacking.get(key);
      if (known === undefined) lacking.set(key, { gap, in: [found] });
      else known.in.push(found);
    }
  }
  return [...lacking.values()].flatMap(({ gap, in: [first, ...others] }) => {
    if (first === undefined) return [];
    const accounts = [first, ...others].map(({ account }) => account);
    return {
      place: `runbook ${first.runbook}`,
      message: `${gap} Its ${first.role} in ${accounts.length === 1 ? "account" : "the accounts"} ${accounts.join(", ")} would lack permissions.`,
      remedy:
        "Declare the permissions in a comment of the script or in the step's description: # permissions: <action>, <action> on <ARN> [where <condition key> = <value>], or # permissions: none. Or write all of them by hand in the fleet file: permissions: { derived: false, statements: … }.",
    };
  });
}

interface GrantFacts {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly runbook: Runbook;
  readonly permissions: RunbookPermissions;
  readonly context: RoleContext;
  readonly role: Grant["role"];
}

function grant(
  { fleet, account, runbook, permissions, context, role }: GrantFacts,
  derive: () => DerivedPermissions,
): Grant {
  const { statements, gaps } = permissions.derived ? derive() : { statements: [], gaps: [] };
  const logs = permissions.derived ? scriptLogStatements(fleet, account, runbook) : [];
  const added = [...logs, ...resolvedStatements(permissions.statements, context)];
  return {
    runbook: runbook.name,
    account: account.name,
    role,
    statements: added.length === 0 ? statements : mergeStatements([...statements, ...added]),
    managedPolicyArns: permissions.managedPolicies.map((policy) => managedPolicyArn(fleet, account, policy)),
    gaps,
  };
}
