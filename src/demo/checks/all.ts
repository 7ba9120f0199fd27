/** The checks for each account, after the deployment and after the destroy. */
import { allAccounts, type Account } from "../../fleet/model";
import type { LocalFleet } from "../local-fleet";
import { noAssociations } from "./associations";
import type { Check, Fact } from "./check";
import { centralRunbooks, noDocuments, sharedRunbooksAreReadable } from "./documents";
import { ec2Target, noEc2Target } from "./ec2-target";
import { publicSharingIsBlocked } from "./guards";
import { administrationRole, executionRole, noRoles, readerRole } from "./roles";
import { emptyStates, stateObjects } from "./state";
import { asTheyAre, settled } from "./settled";
import { onlyTheAdministrationRoleMayAssume } from "./trust";

/** The checks after everything is deployed. */
export async function checkDeployed(local: LocalFleet): Promise<readonly Fact[]> {
  const { administratorAccount } = local.fleet;
  const administrationRoleAccess = await settled(() => local.asAdministrationRole());
  return inEveryAccount(local, administrationRoleAccess, (account) => [
    ...(account.id === administratorAccount.id ? [administrationRole, centralRunbooks] : []),
    // A role that stays as it is may trust others too.
    ...(account.isTarget && account.existingExecutionRole === undefined
      ? [executionRole, onlyTheAdministrationRoleMayAssume]
      : []),
    ...(account.isTarget ? [readerRole] : []),
    ...(account.isTarget && account.id !== administratorAccount.id ? [sharedRunbooksAreReadable] : []),
    ...(account.ec2Targets.length === 0 ? [] : [ec2Target]),
    ...(account.blockPublicSharing === undefined ? [] : [publicSharingIsBlocked]),
    stateObjects,
  ]);
}

/** The checks after everything is destroyed: only the states are left. */
export async function checkDestroyed(local: LocalFleet): Promise<readonly Fact[]> {
  return inEveryAccount(local, local.operator, () => [noRoles, noDocuments, noAssociations, noEc2Target, emptyStates]);
}

async function inEveryAccount(
  local: LocalFleet,
  administrationRoleAccess: LocalFleet["operator"],
  checksOf: (account: Account) => readonly Check[],
): Promise<readonly Fact[]> {
  const facts = await Promise.all(
    allAccounts(local.fleet).map(async (account) => {
      const home = await local.accessTo(account.id);
      const context = {
        fleet: local.fleet,
        account,
        access: (region = home.region) => ({ ...home, region }),
        operator: local.operator,
        administrationRole: administrationRoleAccess,
      };
      const read = checksOf(account).map((check) => settled(() => check(context), asTheyAre));
      return (await Promise.all(read)).flat();
    }),
  );
  return facts.flat();
}
