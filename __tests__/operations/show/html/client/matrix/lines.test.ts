/** The lines of the matrix. */
import { linesOf, type Line } from "../../../../../../src/operations/show/html/client/matrix/lines";
import { rowName } from "../../../../../../src/operations/show/html/model/report";
import { reportOf } from "../../model/sample-report";
import { smallRun } from "../../sample-runs";

const { rows, places } = reportOf(smallRun());
const empty = places.filter((place) => place.rows.length === 0);

function names(lines: readonly Line[]): readonly string[] {
  return lines.map((line) => (line.kind === "row" ? rowName(line.row) : line.place.accountName));
}

describe("the lines of the matrix", () => {
  it("are each account with its instances below, and accounts without instances", () => {
    const lines = linesOf(rows, empty, places, new Set(), "name");
    expect(names(lines)).toEqual(["app-dev", "web-1", "app-prod", "app-staging", "app-1", "legacy-1"]);
  });

  it("leave out the instances of a closed account, and accounts of which the filter keeps nothing", () => {
    const staging = places.filter(({ accountName }) => accountName === "app-staging");
    expect(names(linesOf(rows.slice(1), [], places, new Set(staging), "name"))).toEqual(["app-staging"]);
  });
});
