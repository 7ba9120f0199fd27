import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changedSince, loadedFiles } from "../../../src/sandbox/lifecycle/loaded-files";

describe("A file that a sandbox has read", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("has changed if its content has, if it is gone, and if it is there for the first time", () => {
    const [same, edited, gone, made] = ["same", "edited", "gone", "made"].map((name) => join(folder, name));
    for (const file of [same, edited, gone]) writeFileSync(file ?? "", "as it was");
    const files = loadedFiles([same ?? "", edited ?? "", gone ?? "", made ?? "", join(folder, "never")]);
    expect(changedSince(files)).toEqual([]);
    writeFileSync(same ?? "", "as it was");
    writeFileSync(edited ?? "", "otherwise");
    rmSync(gone ?? "");
    writeFileSync(made ?? "", "new");
    expect(changedSince(files)).toEqual([edited, gone, made]);
  });
});
