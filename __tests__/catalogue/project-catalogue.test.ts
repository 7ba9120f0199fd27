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

  it("has the project's runbooks and Fleetbook's", async () => {
    write("wait.yaml", WAIT);
    expect([...(await readThere()).runbooks.keys()]).toEqual([...shippedRunbooks.keys(), "wait"].sort());
  });

  it("has Fleetbook's alone if the project has none", async () => {
    const { runbooks, faults } = await readThere();
    expect([[...runbooks.keys()], faults]).toEqual([[...shippedRunbooks.keys()].sort(), []]);
  });

  it("has the project's runbook in place of one of Fleetbook's with the same name", async () => {
    write("check-os.yaml", WAIT);
    const { runbooks, faults } = await readThere();
    expect(runbooks.get("check-os")?.file).toBe(path.join(project, "runbooks", "check-os.yaml"));
    expect(faults).toEqual([]);
  });

  it("does not fall back to Fleetbook's runbook while the project's of that name cannot be read", async () => {
    write("check-os.yaml", "mainSteps: [");
    const { runbooks, faults } = await readThere();
    expect(runbooks.has("check-os")).toBe(false);
    expect(faults.map(({ name }) => name)).toEqual(["check-os"]);
  });

  it("looks for Amazon's documents in the project", async () => {
    expect((await readThere()).amazonFolder).toBe(path.join(project, "amazon-documents"));
  });
});
