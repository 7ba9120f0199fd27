import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { writeProject } from "../../src/init/write-project";

describe("writing a project", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "fleetbook-init-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("makes the folder and writes every file that it names", async () => {
    const folder = path.join(root, "new", "fleet");
    const files = await writeProject(folder, "example");
    const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(there).toHaveLength(files.length);
    expect(files).toEqual(expect.arrayContaining(["fleet.yaml", "main.ts", "runbooks/disk-space.ts"]));
  });

  it("takes a folder that has nothing but a new repository", async () => {
    mkdirSync(path.join(root, ".git"));
    await expect(writeProject(root, "example")).resolves.toContain("fleet.yaml");
  });

  it("refuses a folder that is not empty, names what it has and writes nothing", async () => {
    for (const name of ["a", "b", "c", "d", "e", "f", "fleet.yaml"]) writeFileSync(path.join(root, name), "");
    await expect(writeProject(root, "example")).rejects.toThrow("it has a, b, c, d, e and 2 more");
    expect(readdirSync(root)).toHaveLength(7);
  });

  it("refuses a file in place of a folder", async () => {
    writeFileSync(path.join(root, "file"), "");
    await expect(writeProject(path.join(root, "file"), "example")).rejects.toThrow("This is a file.");
  });

  it("names every value that a fleet file cannot have, with its option, and writes nothing", async () => {
    const wrong = writeProject(root, {
      ...{ organization: "abc", root: "r-abcd", management: "12345", region: "mars-1", reader: "role/x" },
      accounts: ["Web=1"],
    });
    const error = await wrong.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigurationError);
    const places = (error as ConfigurationError).problems.map(({ place }) => place);
    expect(places).toEqual(["--organization", "--management", "--region", "--account", "--account"]);
    expect(readdirSync(root)).toEqual([]);
  });
});
