/** The order of the matrix. */
import { inOrder } from "../../../../../src/operations/show/html/model/order";
import { rowName } from "../../../../../src/operations/show/html/model/report";
import { smallRun } from "../sample-runs";
import { reportOf } from "./sample-report";

const { rows, places } = reportOf(smallRun());

describe("the order of the matrix", () => {
  it("has what failed first, then what could not be read, then the rest by name", () => {
    expect(inOrder(rows, "severity").map(rowName)).toEqual(["legacy-1", "web-1", "app-1"]);
    expect(inOrder(places, "severity").map(({ accountName }) => accountName)).toEqual([
      "app-staging",
      "app-prod",
      "app-dev",
    ]);
  });

  it("is that of the names if the user wishes it", () => {
    expect(inOrder(rows, "name").map(rowName)).toEqual(["web-1", "app-1", "legacy-1"]);
  });
});
