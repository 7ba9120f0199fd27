/**
 * Expands the fleet's organizational units for executions. The execution's account must be the management account or a
 * delegated administrator, and its identity needs permission to read the organization.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html
 */
import { ApiCallError } from "../../../engine/errors";
import type { Organization } from "../../../engine/ports";
import type { Fleet } from "../../../fleet/model";
import type { Authorizer } from "../../authorization/authorizer";
import type { DelegatedAdministrators } from "../../services/organizations/delegated-administrators";
import { OrganizationTree } from "../../services/organizations/tree";
import { asApiCallError } from "./identities";
import { principalOf } from "./identity";

export function sandboxOrganization(
  fleet: Fleet,
  delegated: Pick<DelegatedAdministrators, "mayRead">,
  authorizer: Pick<Authorizer, "require">,
): Organization {
  const tree = new OrganizationTree(fleet);
  return {
    async accountsUnder(location, identity, parentId, includeChildOrganizationUnits) {
      const list = "ListAccountsForParent";
      if (!delegated.mayRead(location.accountId)) {
        throw new ApiCallError("AccessDeniedException", "You don't have permissions to access this resource.", list);
      }
      for (const operation of includeChildOrganizationUnits ? [list, "ListChildren"] : [list]) {
        try {
          await authorizer.require(principalOf(identity), `organizations:${operation}`, tree.parentArn(parentId), {
            region: location.region,
          });
        } catch (error) {
          throw asApiCallError(error, operation);
        }
      }
      if (!tree.isParent(parentId)) {
        const message = `You specified parent that doesn't exist: ${parentId}.`;
        throw new ApiCallError("ParentNotFoundException", message, list);
      }
      return accountsBelow(tree, parentId, includeChildOrganizationUnits);
    },
  };
}

function accountsBelow(tree: OrganizationTree, parentId: string, withChildren: boolean): string[] {
  const active = tree.accountsIn(parentId).filter(({ state }) => state === "active");
  const own = active.map(({ id }) => id);
  return withChildren ? [...own, ...tree.unitsIn(parentId).flatMap(({ id }) => accountsBelow(tree, id, true))] : own;
}
