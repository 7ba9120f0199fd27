/** The catalogue of a project that has Fleetbook as a package: its own runbooks, and those that come with Fleetbook. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Catalogue } from "../../src/catalogue/catalogue";
import { shippedRunbooks } from "../fixtures/shipped-runbooks";

const WAIT = 'schemaVersion: "0.3"\nmainSteps:\n  - { name: wait, action: aws:sleep, inputs: { Duration: PT1M } }\n';

describe("the catalogue of a project elsewhere", () => {
  let project: string;

  beforeEach(() => {
    project = realpathSync(mkdtempSync(path.join(tmpdir(), "fleetbook-project-")));
    writeFileSync(path.join(project, "cdktf.json"), "{}");
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(project, { recursive: true });
  });

  const write = (name: string, text: string): void => {
    mkdirSync(path.join(project, "runbooks"), { recursive: true });
    writeFileSync(path.join(project, "runbooks", name), text);
  };

  /** A process that was started in the project. */
  async function readThere(): Promise<Catalogue> {
    jest.spyOn(process, "cwd").mockReturnValue(project);
    let catalogue: Catalogue | undefined;
    await jest.isolateModulesAsync(async () => {
      const { readCatalogue } = await import("../../src/catalogue/catalogue");
      catalogue = readCatalogue();
    });
    return catalogue as Catalogue;
  }

  const below = (folder: string, files: readonly string[]): readonly string[] =>
    files.filter((file) => file.startsWith(folder + path.sep));

  it("has the project's runbooks and Fleetbook's", async () => {
    write("wait.yaml", WAIT);
    const names = [...(await readThere()).runbooks.keys()];
    expect(names).toEqual(expect.arrayContaining([...shippedRunbooks.keys(), "wait"]));
    expect(names).toEqual([...names].sort());
  });

  it("has Fleetbook's alone if the project has none", async () => {
    const { runbooks } = await readThere();
    expect([...runbooks.keys()]).toEqual(expect.arrayContaining([...shippedRunbooks.keys()]));
    expect(
      below(
        project,
        [...runbooks.values()].map(({ file }) => file),
      ),
    ).toEqual([]);
  });

  it("has the project's runbook in place of one of Fleetbook's with the same name", async () => {
    write("check-os.yaml", WAIT);
    const { runbooks, faults } = await readThere();
    expect(runbooks.get("check-os")?.file).toBe(path.join(project, "runbooks", "check-os.yaml"));
    expect(
      below(
        project,
        faults.map(({ file }) => file),
      ),
    ).toEqual([]);
  });

  it("does not fall back to Fleetbook's runbook while the project's of that name cannot be read", async () => {
    write("check-os.yaml", "mainSteps: [");
    const { runbooks, faults } = await readThere();
    expect(runbooks.has("check-os")).toBe(false);
    expect(
      below(
        project,
        faults.map(({ file }) => file),
      ),
    ).toEqual([path.join(project, "runbooks", "check-os.yaml")]);
  });

  it("looks for Amazon's documents in the project", async () => {
    expect((await readThere()).amazonFolder).toBe(path.join(project, "amazon-documents"));
  });
});
