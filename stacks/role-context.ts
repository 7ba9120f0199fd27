/** The facts about the fleet from which the permissions of a runbook's role are derived. */
import type { RoleContext } from "../src/document/permissions/role-permissions";
import type { Account, Fleet } from "../src/fleet/model";
import { runbookRoleArn } from "../src/fleet/names";

/** For the role of the runbook in the account, in all Regions of the account. @param runbook the runbook's name */
export function roleContext(fleet: Fleet, account: Account, runbook: string): Omit<RoleContext, "runbooks"> {
  return {
    partition: fleet.partition,
    accountId: account.id,
    regions: account.regions,
    roleArn: runbookRoleArn(fleet, account, runbook),
  };
}
