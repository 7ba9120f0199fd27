/** What calls of Organizations name, if it is there. */
import type { OrganizationAccount, OrganizationalUnit } from "../../../fleet/model";
import { AwsError } from "../../protocol/aws-error";
import type { OrganizationTree } from "./tree";

const PARENT = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;

/** @throws AwsError AccountNotFoundException */
export function knownAccount(tree: OrganizationTree, id = ""): OrganizationAccount {
  checkId(id, /^\d{12}$/, "AccountId");
  const account = tree.account(id);
  if (account !== undefined) return account;
  throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
}

/** @throws AwsError OrganizationalUnitNotFoundException */
export function knownUnit(tree: OrganizationTree, id = ""): OrganizationalUnit {
  checkId(id, /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, "OrganizationalUnitId");
  const unit = tree.unit(id);
  if (unit !== undefined) return unit;
  const message = "You specified an organizational unit that doesn't exist.";
  throw new AwsError("OrganizationalUnitNotFoundException", message);
}

/** @param which the parameter that names it. @throws AwsError ParentNotFoundException, or the one for the parameter */
export function parentId(
  tree: OrganizationTree,
  id = "",
  which: "ParentId" | "SourceParentId" | "DestinationParentId" = "ParentId",
): string {
  checkId(id, PARENT, which);
  if (tree.isParent(id)) return id;
  const kind = which.replace("ParentId", "").toLowerCase();
  const what = kind === "" ? "parent" : `a ${kind} root or OU`;
  throw new AwsError(which.replace(/Id$/, "NotFoundException"), `You specified ${what} that doesn't exist.`);
}

export function targetNotFound(): AwsError {
  const message = "We can't find a root, OU, account, or policy with the TargetId that you specified.";
  return new AwsError("TargetNotFoundException", message);
}

/** @throws AwsError InvalidInputException as Organizations does. */
export function checkId(value: string, pattern: RegExp, member: string): void {
  if (pattern.test(value)) return;
  throw new AwsError("InvalidInputException", `You specified an invalid value for ${member}: "${value}".`);
}
