/** The request files of docs/operations.md, as somebody saves them who has the example fleet. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOs } from "../../../runbooks/check-os";
import { requestFromFile } from "../../../src/operations/request/given";
import { resolveRequest } from "../../../src/operations/request/resolve";
import { exampleFleet } from "../../stacks/example-fleet";

const guide = readFileSync(join(__dirname, "../../../docs/operations.md"), "utf8");
const samples = [...guide.matchAll(/^```yaml\n([^]*?)^```/gm)]
  .map(([, sample = ""]) => sample)
  .filter((sample) => /^runbook:/m.test(sample));

describe("the guide to operations", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "guide-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("has request files", () => expect(samples.length).toBeGreaterThan(1));

  it.each(samples)("has a request file that the example fleet can start: %#", (sample) => {
    const file = join(folder, "request.yaml");
    writeFileSync(file, sample);
    expect(resolveRequest(exampleFleet, checkOs, requestFromFile(file)).places.length).toBeGreaterThan(0);
  });
});
