/** A folder whose files fit on one screen can be read; one with forty files is searched. The runbooks are as many as the user writes. */
import path from "node:path";
import { filesBelow } from "./sources";

/** Folders with one file for each member of a catalogue: they grow with the catalogue. */
const CATALOGUES = ["src/botocore/services", "src/document/actions", "src/document/lint/rules", "src/engine/actions"];

describe("a folder of the sources", () => {
  it("holds fewer than 25 files in its root, unless it has one file for each member of a catalogue", () => {
    const files = new Map<string, number>();
    for (const file of filesBelow("src", "stacks", "bench")) {
      files.set(path.dirname(file), (files.get(path.dirname(file)) ?? 0) + 1);
    }
    for (const catalogue of CATALOGUES) {
      expect(files.has(catalogue)).toBe(true);
      files.delete(catalogue);
    }
    expect([...files].filter(([, count]) => count >= 25)).toEqual([]);
  });
});
