/** What an execution role is meant to do: what every one does, and what its central runbooks need. */
import type { Account, CentralRunbook, Fleet } from "../src/fleet/model";
import { standardExecutionRoleName } from "../src/fleet/names";
import type { MeantToDo } from "../src/iam/decision/refused-actions";
import { executionRoleStatements } from "./constructs/execution-role";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { centralGrant, centralRunbooksIn } from "./grants";

type Runbooks = ReadonlyMap<string, DeployableRunbook>;

/** Of the role with this name, which these runbooks act with. */
export function executionRoleNeeds(
  fleet: Fleet,
  account: Account,
  roleName: string,
  centrals: readonly CentralRunbook[],
  runbooks: Runbooks,
): readonly MeantToDo[] {
  return [
    ...executionRoleStatements(fleet, account, roleName).map(({ Action, Resource = "*" }) => ({
      actions: [Action].flat(),
      resources: [Resource].flat(),
    })),
    ...centrals.flatMap((central) => centralGrant(fleet, account, central, runbooks).statements),
  ];
}

/** Of the role that the account keeps as it is. @param runbooks all runbooks by name */
export function existingRoleNeeds(fleet: Fleet, account: Account, runbooks: Runbooks): readonly MeantToDo[] {
  const centrals = centralRunbooksIn(fleet, account, "standard");
  return executionRoleNeeds(fleet, account, standardExecutionRoleName(account), centrals, runbooks);
}
