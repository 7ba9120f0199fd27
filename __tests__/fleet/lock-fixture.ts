/** A lock file with every kind of account, and a fleet file that selects from it. */
import { lockText } from "../../src/fleet/lock/lock-text";
import type { Lock, LockedAccount } from "../../src/fleet/schema/lock-file";
import { example } from "./fleet-file";

const account = (stack: string, parent: string, others: Partial<LockedAccount> = {}): LockedAccount => ({
  ...{ stack, name: stack, parent, state: "active" },
  ...others,
});

export const LOCK: Lock = {
  organization: { id: "o-fleetbook01", rootId: "r-flt1", managementAccount: "111111111111" },
  organizationalUnits: {
    "ou-flt1-workload": { name: "workloads", parent: "r-flt1" },
    "ou-flt1-producti": { name: "production", parent: "ou-flt1-workload" },
    "ou-flt1-sandboxx": { name: "sandbox", parent: "r-flt1" },
  },
  accounts: {
    "111111111111": account("management", "r-flt1"),
    "222222222222": account("app-dev", "ou-flt1-workload", { name: "App / Dev", tags: { ssm: "managed" } }),
    "333333333333": account("app-prod", "ou-flt1-producti", { tags: { ssm: "managed", tier: "1" } }),
    "444444444444": account("play", "ou-flt1-sandboxx", { tags: { ssm: "managed" } }),
    "666666666666": account("old", "ou-flt1-workload", { state: "suspended" }),
    "777777777777": account("lost", "ou-flt1-workload", { state: "gone" }),
    "888888888888": account("audit", "r-flt1"),
  },
};

/** The lock's text with further changes to it. */
export function lockWith(change: Partial<Lock["accounts"]> = {}, others: Partial<Lock> = {}): string {
  return lockText({ ...LOCK, ...others, accounts: { ...LOCK.accounts, ...change } as Lock["accounts"] });
}

/** A fleet file with these lines in place of its accounts and units. */
export function selecting(lines: string): string {
  const file = example();
  const units = file.slice(file.indexOf("  organizationalUnits:"), file.indexOf("\nhomeRegion:"));
  const members = file.slice(file.indexOf("memberAccounts:"), file.indexOf("# Accounts outside"));
  return file.replace(units, "").replace("  rootId: r-flt1\n", "").replace(members, `${lines}\n\n`);
}
