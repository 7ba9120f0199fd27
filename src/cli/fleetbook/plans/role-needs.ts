/** What an execution role that an account keeps as it is is meant to do, with the project's runbooks. */
import { callableRunbooks } from "../../../catalogue/callable-runbooks";
import type { Catalogue } from "../../../catalogue/catalogue";
import type { Account, Fleet } from "../../../fleet/model";
import type { MeantToDo } from "../../../iam/decision/refused-actions";
import { existingRoleNeeds } from "../../../../stacks/execution-role-needs";

export function existingRoleNeedsOf(fleet: Fleet, catalogue: Catalogue): (account: Account) => readonly MeantToDo[] {
  let runbooks: ReturnType<typeof callableRunbooks> | undefined;
  return (account) => existingRoleNeeds(fleet, account, (runbooks ??= callableRunbooks(catalogue)));
}
