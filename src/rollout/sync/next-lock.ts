/** Makes the next lock from the last one and from what AWS says now. */
import { newStackName } from "../../fleet/lock/stack-names";
import type { Lock, LockedAccount } from "../../fleet/schema/lock-file";
import type { FoundOrganization } from "./read-organization";

interface NextLockOptions {
  /** Undefined at the first sync. */
  readonly before: Lock | undefined;
  readonly found: FoundOrganization;
  /** By id: the names that the fleet file gives accounts. At their first sync, accounts keep them as stack names. */
  readonly names: ReadonlyMap<string, string>;
  /** Ids of accounts that are gone and are to be forgotten. */
  readonly forget: ReadonlySet<string>;
}

/** An account that has a stack name keeps it. New names do not depend on the order in which AWS lists accounts. */
export function nextLock({ before, found, names, forget }: NextLockOptions): Lock {
  const known = Object.entries(before?.accounts ?? {}).filter(([id]) => !forget.has(id));
  const stacks = new Map([...names, ...known.map(([id, { stack }]) => [id, stack] as const)]);
  const taken = new Set(stacks.values());
  const accounts: Record<string, LockedAccount> = Object.fromEntries(
    known.map(([id, account]) => [id, { ...account, state: "gone" }]),
  );
  for (const [id, account] of Object.entries(found.accounts).sort(([one], [other]) => (one < other ? -1 : 1))) {
    const stack = stacks.get(id) ?? newStackName(account.name, id, taken);
    taken.add(stack);
    accounts[id] = { stack, ...account };
  }
  return { organization: found.organization, organizationalUnits: found.organizationalUnits, accounts };
}
