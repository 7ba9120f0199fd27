import * as fc from "fast-check";
import { lockText } from "../../../src/fleet/lock/lock-text";
import { nextLock } from "../../../src/rollout/sync/next-lock";
import type { FoundOrganization } from "../../../src/rollout/sync/read-organization";

const NOTHING = new Set<string>();
const account = (name: string) => ({ name, parent: "r-flt1", state: "active" as const });
const found = (accounts: FoundOrganization["accounts"]): FoundOrganization => ({
  organization: { id: "o-fleetbook01", rootId: "r-flt1", managementAccount: "111111111111" },
  organizationalUnits: {},
  accounts,
});
const next = (accounts: FoundOrganization["accounts"], others: Partial<Parameters<typeof nextLock>[0]> = {}) =>
  nextLock({ before: undefined, found: found(accounts), names: new Map(), forget: NOTHING, ...others });
const stacks = (lock: ReturnType<typeof next>) =>
  Object.fromEntries(Object.entries(lock.accounts).map(([id, { stack }]) => [id, stack]));

const FIRST = { "222222222222": account("Prod"), "333333333333": account("Prod") };

describe("the next lock", () => {
  it("does not depend on the order in which AWS lists accounts", () => {
    const accounts = fc.dictionary(
      fc.stringMatching(/^\d{12}$/),
      fc.constantFrom("Prod", "prod", "PROD!", "本番", "dev").map(account),
      { noNullPrototype: true, maxKeys: 12 },
    );
    fc.assert(
      fc.property(accounts, fc.infiniteStream(fc.integer()), (all, random) => {
        const shuffled = Object.fromEntries(
          Object.entries(all)
            .map((entry) => [random.next().value ?? 0, entry] as const)
            .sort(([one], [other]) => one - other)
            .map(([, entry]) => entry),
        );
        const lock = next(all);
        expect(lockText(next(shuffled))).toBe(lockText(lock));
        const names = Object.values(stacks(lock));
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it("gives two accounts of one name distinct stack names, and neither changes when the other is gone or renamed", () => {
    const before = next(FIRST);
    expect(stacks(before)).toEqual({ "222222222222": "prod", "333333333333": "prod-3333" });
    const after = next({ "333333333333": account("Production") }, { before });
    expect(stacks(after)).toEqual({ "222222222222": "prod", "333333333333": "prod-3333" });
    expect(after.accounts["222222222222"]?.state).toBe("gone");
  });

  it("keeps an account that is gone until it is forgotten, and its stack name if it comes back", () => {
    const gone = next({}, { before: next(FIRST) });
    expect(stacks(next(FIRST, { before: gone }))).toEqual(stacks(next(FIRST)));
    expect(next(FIRST, { before: gone }).accounts["222222222222"]?.state).toBe("active");
    expect(stacks(next({}, { before: gone, forget: new Set(["222222222222"]) }))).toEqual({
      "333333333333": "prod-3333",
    });
  });

  it("gives accounts that the fleet file names those names, and no other account such a name", () => {
    const names = new Map([
      ["333333333333", "prod"],
      ["555555555555", "partner"],
    ]);
    const lock = next({ ...FIRST, "444444444444": account("Partner") }, { names });
    expect(stacks(lock)).toEqual({
      "222222222222": "prod-2222",
      "333333333333": "prod",
      "444444444444": "partner-4444",
    });
  });
});
