/** What the package has: its programs, its exports, and the packages that they need. */
import { existsSync } from "node:fs";
import path from "node:path";
import { ENTRIES, reachedFrom } from "../../src/build/sources";
import manifest from "../../package.json";
import { shippedRunbooks } from "../fixtures/shipped-runbooks";

const ROOT = path.resolve(__dirname, "../..");

/** `./dist/src/package/jest.js` → `src/package/jest.ts` */
const sourceOf = (built: string) => built.replace(/^(\.\/)?dist\//, "").replace(/\.(js|d\.ts)$/, ".ts");

// esbuild reads a thousand files, which takes its time on a busy machine.
jest.setTimeout(120_000);

describe("the package", () => {
  let reached: Awaited<ReturnType<typeof reachedFrom>>;

  beforeAll(async () => {
    reached = await reachedFrom(ENTRIES, ROOT);
  });

  it("depends on exactly the packages that its sources import", () => {
    const depended = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
    expect(reached.packages).toEqual(depended.sort());
  });

  it("needs no tests, and nothing of the repository's own tools", () => {
    const { sources } = reached;
    expect(sources).toContain("src/sandbox/gateway/server.ts");
    expect(sources.filter((file) => !/^(src|stacks|runbooks)\//.test(file))).toEqual([]);
    expect(sources.filter((file) => /^src\/(structure|build|cli\/generate)/.test(file))).toEqual([]);
  });

  it("is built from the source of each program and export", () => {
    const built = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((entry) => Object.values(entry)),
    ];
    const sources = built.filter((file) => typeof file === "string" && file.includes("dist")).map(sourceOf);
    expect(sources.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    expect(ENTRIES).toEqual(expect.arrayContaining(sources));
  });

  it("has every runbook of Fleetbook's", () => {
    const runbooks = ENTRIES.filter((entry) => entry.startsWith("runbooks/"));
    expect(runbooks).toEqual([...shippedRunbooks.keys()].sort().map((name) => `runbooks/${name}.ts`));
  });
});
