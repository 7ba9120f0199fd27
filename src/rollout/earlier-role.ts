/**
 * Member stacks whose execution role trusts an administration role that has been deleted. IAM keeps the unique id of the role that
 * a trust policy names: a role that is created later under the same name is another one, until the policy is written again.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { stateKey } from "../fleet/names";

/** What the states of an account's stacks say. */
interface Known {
  readonly key: string;
  readonly status: string;
  /** When the state was written. */
  readonly changed?: Date;
  readonly administrationRoleCreated?: Date;
}

/** Those of a fleet's stacks that trust a deleted role. */
export function trustingDeletedRole<T extends Known>(stacks: readonly T[]): ReadonlySet<T> {
  const administrator = stacks.find(({ key }) => key === stateKey("administrator"));
  if (administrator === undefined || administrator.status === "unknown") return new Set();
  const created = administrator.administrationRoleCreated;
  const members = stacks.filter(({ key, status }) => key === stateKey("member") && status === "deployed");
  return new Set(
    members.filter(({ changed }) => changed !== undefined && (created === undefined || created > changed)),
  );
}
