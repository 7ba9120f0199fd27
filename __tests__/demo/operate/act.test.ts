import { actOf, fleetbook } from "../../../src/demo/operate/act";

describe("a command that the demo shows", () => {
  it("is written as a shell takes it", () => {
    expect(fleetbook("start", "check-os", "--waves", "canary=account:app-dev, 100%")).toBe(
      'npm run fleetbook -- start check-os --waves "canary=account:app-dev, 100%"',
    );
  });

  it("has its output below it, as it was said", () => {
    expect(actOf("x", ["one", "two"]).shown({ colored: false, columns: 80, full: false })).toBe("one\ntwo");
  });
});
