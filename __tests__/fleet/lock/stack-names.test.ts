import * as fc from "fast-check";
import { newStackName } from "../../../src/fleet/lock/stack-names";
import { ACCOUNT_NAME } from "../../../src/fleet/formats";

const ID = "123456789012";

describe("the stack name of a new account", () => {
  it.each([
    ["Prod / EU (legacy)", "prod-eu-legacy"],
    ["Größe Zürich", "grosse-zurich"],
    ["  --Payments__2--  ", "payments-2"],
    ["2024 audit", "audit"],
    ["本番", "account-9012"],
    ["x".repeat(50), "x".repeat(40)],
  ])("of %j is %s", (name, stack) => {
    expect(newStackName(name, ID, new Set())).toBe(stack);
  });

  it("ends in the account's id if another account has the plain name", () => {
    expect(newStackName("Prod", ID, new Set(["prod"]))).toBe("prod-9012");
    expect(newStackName("Prod", ID, new Set(["prod", "prod-9012"]))).toBe("prod-56789012");
  });

  it("is always legal, and never taken", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.stringMatching(/^\d{12}$/), (name, id) => {
        const first = newStackName(name, id, new Set());
        const second = newStackName(name, id, new Set([first]));
        expect(second).not.toBe(first);
        for (const each of [first, second]) expect(each).toMatch(ACCOUNT_NAME.pattern);
      }),
    );
  });
});
