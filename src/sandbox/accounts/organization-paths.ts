/** Which accounts are in the organization. */
import { organizationAccounts, type Fleet, type OrganizationAccount } from "../../fleet/model";

/** The account, whether the fleet has it or not. Undefined if it is not in the organization. */
export function accountInOrganization(fleet: Fleet, accountId: string): OrganizationAccount | undefined {
  return organizationAccounts(fleet).find(({ id, state }) => id === accountId && state !== "gone");
}
