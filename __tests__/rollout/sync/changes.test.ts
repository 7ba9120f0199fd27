import type { Lock } from "../../../src/fleet/schema/lock-file";
import { changesBetween, tagChanges } from "../../../src/rollout/sync/changes";
import { LOCK } from "../../fleet/lock-fixture";

const DEV = LOCK.accounts["222222222222"]!;
const changed = (accounts: Partial<Lock["accounts"]>, others: Partial<Lock> = {}) =>
  changesBetween(LOCK, { ...LOCK, ...others, accounts: { ...LOCK.accounts, ...accounts } as Lock["accounts"] });

describe("the changes between two locks", () => {
  it("are none between a lock and itself", () => {
    expect(changed({})).toEqual({ accounts: [], units: [] });
  });

  it("are every kind of change of an account", () => {
    const names = { id: "222222222222", stack: "app-dev" };
    const after = { ...DEV, name: "New", parent: "r-flt1", state: "suspended", tags: {} } as const;
    expect(changed({ "222222222222": after }).accounts).toEqual([
      { kind: "moved", ...names, from: "workloads", to: "the root" },
      { kind: "renamed", ...names, from: "App / Dev", to: "New" },
      { kind: "state", ...names, from: "active", to: "suspended" },
      { kind: "tags", ...names, from: { ssm: "managed" }, to: {} },
    ]);
  });

  it("are one change of a renamed unit, and none of the accounts in it", () => {
    const organizationalUnits = { ...LOCK.organizationalUnits, "ou-flt1-workload": { name: "apps", parent: "r-flt1" } };
    expect(changed({}, { organizationalUnits })).toEqual({
      accounts: [],
      units: [{ kind: "renamed unit", id: "ou-flt1-workload", from: "workloads", to: "apps" }],
    });
  });

  it("name a tag that is added, removed or has another value", () => {
    expect(tagChanges({ a: "1", b: "1", c: "1" }, { b: "2", c: "1", d: "1" })).toEqual([
      "a removed",
      "b=2 (was 1)",
      "d=1 added",
    ]);
  });
});
