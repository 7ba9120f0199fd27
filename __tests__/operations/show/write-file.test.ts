import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { appendSummary, writeChunks } from "../../../src/operations/show/write-file";

let folder: string;
const file = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fleetbook-show-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("a file of a report", () => {
  it("is written in a folder that is made for it", async () => {
    await writeChunks(file("reports/report.json"), ["{", "}"]);
    expect(readFileSync(file("reports/report.json"), "utf8")).toBe("{}");
  });

  it("stays as it was, if it cannot be written to the end", async () => {
    writeFileSync(file("report.json"), "before");
    function* broken() {
      yield "{";
      throw new Error("no output");
    }
    await expect(writeChunks(file("report.json"), broken())).rejects.toThrow("no output");
    expect(readFileSync(file("report.json"), "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["report.json"]);
    await expect(writeChunks(file("report.json/x"), [""])).rejects.toThrow(/report\.json\/x: /);
  });
});

describe("the summary of a GitHub Actions step", () => {
  it("gets a report behind what is there", async () => {
    writeFileSync(file("summary.md"), "# Before\n");
    await appendSummary(file("summary.md"), "## Run\n### What failed\n");
    expect(readFileSync(file("summary.md"), "utf8")).toBe("# Before\n## Run\n### What failed\n");
  });

  it("gets the totals alone, if GitHub would refuse the whole", async () => {
    await appendSummary(file("summary.md"), `## Run\n\n### What failed\n${"x".repeat(1024 * 1024)}`);
    expect(readFileSync(file("summary.md"), "utf8")).toBe(
      "## Run\n\nThe whole report is too large for this summary.\n",
    );
  });
});
