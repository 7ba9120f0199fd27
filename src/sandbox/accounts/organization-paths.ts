/** Which accounts are in the organization. */
import { allAccounts, type Account, type Fleet } from "../../fleet/model";

/** The account. Undefined if it is not in the organization. */
export function accountInOrganization(fleet: Fleet, accountId: string): Account | undefined {
  return allAccounts(fleet).find((account) => account.id === accountId);
}
