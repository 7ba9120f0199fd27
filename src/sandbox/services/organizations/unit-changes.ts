/** Organizational units as callers of Organizations create, rename and delete them. */
import { randomUUID } from "node:crypto";
import * as sdk from "@aws-sdk/client-organizations";
import type { LivingOrganization } from "../../accounts/living-organization";
import { AwsError } from "../../protocol/aws-error";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import { checkId, knownUnit, parentId } from "./known";
import { checkedTags } from "./tag-changes";
import type { OrganizationTree } from "./tree";

/** AWS's quota of levels below the root. */
const DEEPEST = 5;

interface UnitChangesOptions {
  readonly tree: OrganizationTree;
  readonly living: LivingOrganization;
}

export function unitChanges({ tree, living }: UnitChangesOptions): JsonOperation[] {
  return [
    jsonOperation<Partial<sdk.CreateOrganizationalUnitRequest>, sdk.CreateOrganizationalUnitResponse>(
      sdk.CreateOrganizationalUnit$,
      (input) => {
        const parent = parentId(tree, input.ParentId);
        const name = unitName(input.Name);
        const tags = checkedTags({}, input.Tags);
        refuseTwice(tree, parent, name);
        if ((tree.unit(parent)?.path.split("/").length ?? 0) >= DEEPEST) {
          const message = `You have exceeded the allowed depth of organizational units: ${DEEPEST} levels below the root.`;
          throw new AwsError("ConstraintViolationException", message);
        }
        const ofRoot = living.fleet.organization.rootId.slice("r-".length);
        const id = `ou-${ofRoot}-${randomUUID().replaceAll("-", "").slice(0, 8)}`;
        living.edit((edits) => {
          edits.createUnit({ id, name, parentId: parent });
          edits.tagParent(id, tags);
        });
        return { OrganizationalUnit: tree.unitRecord(knownUnit(tree, id)) };
      },
    ),
    jsonOperation<Partial<sdk.UpdateOrganizationalUnitRequest>, sdk.UpdateOrganizationalUnitResponse>(
      sdk.UpdateOrganizationalUnit$,
      (input) => {
        const unit = knownUnit(tree, input.OrganizationalUnitId);
        if (input.Name !== undefined) {
          const name = unitName(input.Name);
          refuseTwice(tree, unit.parentId, name);
          living.edit((edits) => {
            edits.renameUnit(unit, name);
          });
        }
        return { OrganizationalUnit: tree.unitRecord(knownUnit(tree, unit.id)) };
      },
    ),
    jsonOperation<Partial<sdk.DeleteOrganizationalUnitRequest>, undefined>(
      sdk.DeleteOrganizationalUnit$,
      ({ OrganizationalUnitId }) => {
        const { id } = knownUnit(tree, OrganizationalUnitId);
        if (tree.accountsIn(id).length + tree.unitsIn(id).length > 0) {
          const message =
            "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.";
          throw new AwsError("OrganizationalUnitNotEmptyException", message);
        }
        living.edit((edits) => {
          edits.deleteUnit(id);
        });
        return undefined;
      },
    ),
  ];
}

/** The name as the fleet has it, whose paths have slashes between names. */
function unitName(name = ""): string {
  checkId(name, /^[\s\S]{1,128}$/, "Name");
  return name.replaceAll("/", "%2F");
}

function refuseTwice(tree: OrganizationTree, parent: string, name: string): void {
  if (!tree.unitsIn(parent).some((unit) => unit.name === name)) return;
  throw new AwsError("DuplicateOrganizationalUnitException", "An OU with the same name already exists.");
}
