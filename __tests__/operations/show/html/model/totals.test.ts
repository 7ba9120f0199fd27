/** The totals of the page. */
import { totalsOf } from "../../../../../src/operations/show/html/model/totals";
import { smallRun } from "../sample-runs";
import { reportOf } from "./sample-report";

describe("the totals", () => {
  it("count instances and steps, whatever the status of the parent", () => {
    const { instances, steps, accounts, withoutInstances } = totalsOf(reportOf(smallRun()));
    expect([...instances]).toEqual([
      ["failed", 1],
      ["success", 2],
    ]);
    expect([...steps]).toEqual([
      ["failed", 1],
      ["success", 8],
    ]);
    expect(accounts).toBe(3);
    expect(withoutInstances.map(({ accountName }) => accountName)).toEqual(["app-prod"]);
  });
});
