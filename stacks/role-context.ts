/** Where a runbook's role acts: the facts of the fleet from which its permissions are derived. */
import type { RoleContext } from "../src/document/permissions/role-permissions";
import type { Account, Fleet } from "../src/fleet/model";
import { runbookRoleArn } from "../src/fleet/names";

/** The role that the runbook of that name has in the account, for all Regions of the fleet. */
export function roleContext(fleet: Fleet, account: Account, runbook: string): Omit<RoleContext, "runbooks"> {
  return {
    partition: fleet.partition,
    accountId: account.id,
    regions: fleet.regions,
    roleArn: runbookRoleArn(fleet, account, runbook),
  };
}
