import { summaryOf } from "../../../src/operations/runs/summary";
import { largeFleet, resolved } from "../request/requests";

describe("the confirmation of a start", () => {
  it("names every parameter but the role of the runbook itself, one that is named Role too", () => {
    const request = resolved();
    const parameters = { AutomationAssumeRole: ["arn"], Role: ["web"], CheckUpdate: ["skip"] };
    const lines = summaryOf({ ...request, parameters });
    expect(lines).toContain("  parameters  Role=web, CheckUpdate=skip");
  });

  it("names the execution role, with its accounts if they have different ones", () => {
    const roles = (of = largeFleet(3)) =>
      summaryOf(resolved({}, of))
        .join("\n")
        .match(/ {2}role[^]*(?=\n {2}limits)/)?.[0];
    expect(roles()).toBe("  role        AWS-SystemsManager-AutomationExecutionRole");
    const mixed = largeFleet(3, (index) => (index === 1 ? { existingExecutionRole: "Old" } : {}));
    expect(roles(mixed)).toBe(
      "  role        AWS-SystemsManager-AutomationExecutionRole in member-0, member-2\n              Old in member-1",
    );
  });
});
