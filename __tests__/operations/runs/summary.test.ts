import { summaryOf } from "../../../src/operations/runs/summary";
import { resolved } from "../request/requests";

describe("the confirmation of a start", () => {
  it("names every parameter but the role of the runbook itself, one that is named Role too", () => {
    const request = resolved();
    const parameters = { AutomationAssumeRole: ["arn"], Role: ["web"], CheckUpdate: ["skip"] };
    const lines = summaryOf({ ...request, parameters });
    expect(lines).toContain("  parameters  Role=web, CheckUpdate=skip");
  });
});
