/** From where a thing is, you can tell where its tests are. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { filesBelow } from "./sources";

const ROOT = path.resolve(__dirname, "../..");

const sources = filesBelow("src", "stacks", "runbooks", "bench");
const withoutExtension = new Set(sources.map((file) => file.replace(/\.\w+$/, "")));
const folders = new Set(sources.flatMap((file) => foldersAbove(file)));
/** Tests of whole journeys, and the user's tests of fleet and runbooks, belong to no part alone. */
const tests = filesBelow("__tests__").filter(
  (file) => /\.test\.ts$/.test(file) && !/^__tests__\/(e2e|example)\//.test(file),
);

function foldersAbove(file: string): string[] {
  const folder = path.posix.dirname(file);
  return folder === "." ? [] : [folder, ...foldersAbove(folder)];
}

/** `__tests__/engine/flow.test.ts` mirrors `src/engine/flow`, and `__tests__/stacks/guard.test.ts` `stacks/guard`. */
function mirrored(test: string): string {
  const place = test.replace(/^__tests__\//, "").replace(/(\.e2e)?\.test\.ts$/, "");
  return /^(stacks|runbooks|bench)\//.test(place) ? place : `src/${place}`;
}

/** Whether a test that is named after a topic imports from the folder that it mirrors, over a helper or itself, or starts it as a program. */
function testsItsFolder(test: string): boolean {
  if (test.endsWith(".e2e.test.ts")) return true;
  const folder = `${path.posix.dirname(mirrored(test))}/`;
  const imports = [...readFileSync(path.join(ROOT, test), "utf8").matchAll(/ from "(\.[^"]+)"/g)];
  return imports.some(([, imported = ""]) => {
    const isHelper = imported.startsWith("./");
    return isHelper || path.posix.join(path.posix.dirname(test), imported).startsWith(folder);
  });
}

describe("a test", () => {
  it("is in a folder that mirrors a folder of the sources", () => {
    expect(tests.filter((test) => !folders.has(path.posix.dirname(mirrored(test))))).toEqual([]);
  });

  it("has the name of a source or a folder, or is about the folder that it mirrors", () => {
    const astray = tests.filter((test) => {
      const source = mirrored(test);
      return !withoutExtension.has(source) && !folders.has(source) && !testsItsFolder(test);
    });
    expect(astray).toEqual([]);
  });
});
