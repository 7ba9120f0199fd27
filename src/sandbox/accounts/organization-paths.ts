/** The places of accounts in the organization, and the organization paths that policies name. */
import { allAccounts, type Account, type Fleet } from "../../fleet/model";

/** The account. Undefined if it is not in the organization. */
export function accountInOrganization(fleet: Fleet, accountId: string): Account | undefined {
  return allAccounts(fleet).find((account) => account.id === accountId);
}

/** `o-…/r-…/ou-…/ou-…/`, as in the condition key aws:PrincipalOrgPaths. */
export function organizationPath(fleet: Fleet, account: Account): string {
  const { id, rootId, organizationalUnits } = fleet.organization;
  const units: string[] = [];
  let parentId = account.parentId;
  while (parentId !== rootId) {
    units.unshift(parentId);
    parentId = organizationalUnits.find((unit) => unit.id === parentId)?.parentId ?? rootId;
  }
  return [id, rootId, ...units, ""].join("/");
}
