import { countByStatus, mergeResults, type Result } from "../../src/doctor/result";

const ok: Result = { area: "roles", status: "ok", message: "The role is there.", account: "app-dev" };
const fault: Result = { area: "roles", status: "fault", message: "There is no role.", remedy: "Deploy it." };

describe("the doctor's results", () => {
  it("are one where accounts have them alike, each account once", () => {
    const all = [ok, { ...ok, account: "app-prod" }, ok, { ...fault, account: "app-staging" }];
    expect(mergeResults(all)).toEqual([
      { ...fault, accounts: ["app-staging"] },
      { area: "roles", status: "ok", message: "The role is there.", accounts: ["app-dev", "app-prod"] },
    ]);
  });

  it("stay apart if what is to be done differs", () => {
    const other = { ...fault, remedy: "Deploy the other one." };
    expect(mergeResults([fault, other]).map(({ remedy }) => remedy)).toEqual(["Deploy it.", "Deploy the other one."]);
  });

  it("are one if they differ only in account ids, which are then left open", () => {
    const of = (id: string, account: string): Result => ({ ...fault, account, remedy: `Enable it in ${id}.` });
    expect(mergeResults([of("111111111111", "app-dev"), of("222222222222", "app-prod")])).toEqual([
      { ...fault, remedy: "Enable it in <account id>.", accounts: ["app-dev", "app-prod"] },
    ]);
  });

  it("are in the order of the areas, and the worst first in each", () => {
    const results: readonly Result[] = [
      { area: "settings", status: "fault", message: "a" },
      { area: "tools", status: "ok", message: "b" },
      { area: "tools", status: "unchecked", message: "c" },
      { area: "tools", status: "warning", message: "d" },
      { area: "tools", status: "fault", message: "e" },
    ];
    expect(mergeResults(results).map(({ message }) => message)).toEqual(["e", "d", "c", "b", "a"]);
  });

  it("are counted by status", () => {
    expect(countByStatus([ok, ok, fault])).toEqual({ ok: 2, warning: 0, fault: 1, unchecked: 0 });
  });
});
