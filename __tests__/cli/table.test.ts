import { fittingWidths, table } from "../../src/cli/table";
import { columnsOf } from "../../src/diagnostics/text/width";

const HEAD = ["run", "runbook", "status", "instances"];
const RUN = "run-20261129-214922-944eec";
const LONG = [RUN, "check-os-windows", "wave 25% of instances did not hold", "120 accounts; 310 Success, 12 TimedOut"];
const widthOf = (text: string) => Math.max(...text.split("\n").map(columnsOf));

describe("a table", () => {
  it("that fits is as wide as its cells", () => {
    expect(fittingWidths(HEAD, [[RUN, "check-os", "Success", "1 account"]], 80)).toBeUndefined();
  });

  it("that is too wide wraps its widest cells, and breaks no word", () => {
    const text = table(HEAD, [LONG], fittingWidths(HEAD, [LONG], 80));
    expect(widthOf(text)).toBeLessThanOrEqual(80);
    for (const word of LONG.join(" ").split(" ")) expect(text).toContain(word);
    expect(text).not.toContain("…");
  });
});
