import { equals } from "../../../src/demo/checks/check";
import { exampleFleet } from "../../stacks/example-fleet";

describe("a fact", () => {
  const account = exampleFleet.managementAccount;

  it("holds if the found value equals the expected one, whatever the order of keys", () => {
    expect(equals(account, "x", { a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }).holds).toBe(true);
  });

  it.each([
    ["another value", { a: 2 }],
    ["a further key", { a: 1, b: 1 }],
    ["nothing", undefined],
    ["another order in a list", { a: 1, list: [2, 1] }],
  ])("does not hold for %s, and says what was found", (_what, found) => {
    const fact = equals(account, "x", found, { a: 1, list: [1, 2] });
    expect(fact.holds).toBe(false);
    expect(fact.found).toContain('expected {"a":1,"list":[1,2]}');
  });
});
