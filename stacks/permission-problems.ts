/** The faults of all roles of a fleet's runbooks together: what they would lack, what their boundary forbids, and what IAM would not accept. */
import { ConfigurationError } from "../src/diagnostics/errors";
import type { Problem } from "../src/diagnostics/errors";
import { calledRunbooks } from "../src/document/permissions/called-runbooks";
import { assumeRoleParameter } from "../src/document/permissions/role-permissions";
import { allAccounts } from "../src/fleet/model";
import type { Account, Fleet } from "../src/fleet/model";
import { EXECUTION_ROLE_NAME, executionRoleName, roleArn, runbookRoleArn, runbookRoleName } from "../src/fleet/names";
import { groupBy } from "../src/diagnostics/group-by";
import { boundaryProblems, type BoundedRole } from "./boundary-problems";
import { amiSharingRunbook } from "./constructs/ami-sharing";
import { executionRolePolicies, ownExecutionRolePolicies } from "./constructs/execution-role";
import { rolePolicies } from "./constructs/role-policies";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { executionRoleNeeds } from "./execution-role-needs";
import { centralGrant, centralRunbooksIn, gapProblems, runbookGrant, type Grant } from "./grants";
import { findRunbook, runbookModels } from "./runbooks";

type Runbooks = ReadonlyMap<string, DeployableRunbook>;

/**
 * Every problem once, with all accounts that it concerns. The constructs of the roles refuse the same, one by one.
 * @param runbooks all runbooks by name
 * @throws ConfigurationError if the fleet names a runbook that does not exist
 */
export function permissionProblems(fleet: Fleet, runbooks: Runbooks): readonly Problem[] {
  const accounts = allAccounts(fleet).filter(({ isTarget }) => isTarget);
  const grants = accounts.flatMap((account) => [
    ...centralRunbooksIn(fleet, account).map((central) => centralGrant(fleet, account, central, runbooks)),
    ...runbookGrants(fleet, account, runbooks),
  ]);
  const lacking = gapProblems(grants);
  // The sizes of incomplete policies say nothing.
  const tooLarge = lacking.length > 0 ? [] : accounts.flatMap((account) => sizeProblems(fleet, account, runbooks));
  const bounded = lacking.length > 0 ? [] : accounts.flatMap((account) => boundedRoles(fleet, account, runbooks));
  return unique([...lacking, ...tooLarge, ...boundaryProblems(bounded), ...isolationProblems(fleet, runbooks)]);
}

/** The roles with which runbooks act in an account that has a permissions boundary. */
function boundedRoles(fleet: Fleet, account: Account, runbooks: Runbooks): readonly BoundedRole[] {
  const { permissionsBoundary: boundary } = account.roles;
  if (boundary === undefined) return [];
  const bounded = (arn: string, statements: BoundedRole["statements"]): BoundedRole => ({
    ...{ account: account.name, arn, boundary, statements },
  });
  const isMade = account.existingExecutionRole === undefined;
  const centrals = centralRunbooksIn(fleet, account, isMade ? undefined : "own");
  const executionRoles = groupBy(centrals, (central) => executionRoleName(account, central));
  if (isMade && !executionRoles.has(EXECUTION_ROLE_NAME)) executionRoles.set(EXECUTION_ROLE_NAME, []);
  return [
    ...[...executionRoles].map(([name, own]) =>
      bounded(roleArn(fleet, account.id, name), executionRoleNeeds(fleet, account, name, own, runbooks)),
    ),
    ...runbookGrants(fleet, account, runbooks).map(({ runbook, statements }) =>
      bounded(runbookRoleArn(fleet, account, runbook), statements),
    ),
  ];
}

/** For the roles of the account's own runbooks. */
function runbookGrants(fleet: Fleet, account: Account, runbooks: Runbooks): readonly Grant[] {
  const models = runbookModels(runbooks);
  const own = account.runbooks
    .map(({ name, permissions }) => ({ runbook: findRunbook(runbooks, name).runbook, permissions }))
    .filter(({ runbook: { document } }) => assumeRoleParameter(document) !== undefined);
  const { amiSharing } = account;
  const sharing = amiSharing && {
    runbook: amiSharingRunbook(runbooks, amiSharing).runbook,
    targetTag: amiSharing.targetTag,
  };
  return [...own, ...(sharing === undefined ? [] : [sharing])].map((role) =>
    runbookGrant({ fleet, account, runbooks: models, ...role }),
  );
}

function sizeProblems(fleet: Fleet, account: Account, runbooks: Runbooks): readonly Problem[] {
  return [
    // Nothing is added to a role that stays as it is.
    ...(account.existingExecutionRole === undefined ? [() => executionRolePolicies(fleet, account, runbooks)] : []),
    ...centralRunbooksIn(fleet, account, "own").map(
      (central) => () => ownExecutionRolePolicies(fleet, account, central, runbooks),
    ),
    ...runbookGrants(fleet, account, runbooks).map(
      (grant) => () => rolePolicies(runbookRoleName(grant.runbook), [grant]),
    ),
  ].flatMap((make) => {
    try {
      make();
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
  });
}

/**
 * A runbook that another one calls acts with the caller's role. If it has an execution role of its own, so that nothing else
 * has its rights, the standard role must not get them by way of a caller.
 */
function isolationProblems(fleet: Fleet, runbooks: Runbooks): readonly Problem[] {
  const models = runbookModels(runbooks);
  const isolated = fleet.centralRunbooks.filter(({ executionRole }) => executionRole === "own");
  return fleet.centralRunbooks
    .filter(({ executionRole, permissions }) => executionRole === "standard" && permissions.derived)
    .flatMap(({ name }) => {
      const called = calledRunbooks(findRunbook(runbooks, name).runbook.document, models);
      return isolated
        .filter((other) => called.has(other.name))
        .map((other) => ({
          place: `runbook ${name}`,
          message: `It calls the runbook ${other.name}, which has an execution role of its own. A called runbook acts with its caller's role, so the execution role of all central runbooks would get the rights of ${other.name}.`,
          remedy: `Give ${name} \`executionRole: own\` too, or remove it from ${other.name}.`,
        }));
    });
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
