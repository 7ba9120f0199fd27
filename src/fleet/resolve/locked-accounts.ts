/** Every account of the lock file, and whether the fleet file selects it. */
import type { Expansion } from "../expand/expand";
import type { LockFile } from "../lock/lock-file";
import type { OrganizationAccount } from "../model";

/** The lock file, and what the fleet file makes of it. */
export interface Locked {
  readonly lock: LockFile;
  readonly expansion: Expansion;
}

export function accountsOfLock({ lock: { lock }, expansion }: Locked): readonly OrganizationAccount[] {
  const selected = new Set([lock.organization.managementAccount, ...expansion.selected.map(({ id }) => id)]);
  return Object.entries(lock.accounts).map(([id, { parent, tags = {}, ...account }]) => ({
    ...account,
    ...{ id, parentId: parent, tags, isSelected: selected.has(id) },
  }));
}
