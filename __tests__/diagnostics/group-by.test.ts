import { groupBy } from "../../src/diagnostics/group-by";

describe("groupBy", () => {
  it("keeps keys and items in their order", () => {
    expect([...groupBy(["beta", "alpha", "bravo", "apple"], (word) => word[0])]).toEqual([
      ["b", ["beta", "bravo"]],
      ["a", ["alpha", "apple"]],
    ]);
  });

  it("has no groups without items", () => {
    expect(groupBy([], String).size).toBe(0);
  });
});
