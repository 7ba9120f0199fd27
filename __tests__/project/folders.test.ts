import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProjectFolder, PACKAGE_FOLDER, PROJECT_FOLDER } from "../../src/project/folders";

describe("the project's folder", () => {
  let root: string;
  const folder = (...parts: string[]) => {
    const made = path.join(root, ...parts);
    mkdirSync(made, { recursive: true });
    return made;
  };

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), "fleetbook-folders-")));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each(["fleet.yaml", "cdktf.json"])("is the nearest one upwards that has a %s", (mark) => {
    writeFileSync(path.join(root, "fleet.yaml"), "");
    writeFileSync(path.join(folder("inner"), mark), "");
    expect(findProjectFolder(folder("inner", "runbooks", "deep"), {})).toBe(folder("inner"));
    expect(findProjectFolder(folder("other"), {})).toBe(root);
  });

  it("is not changed by a fleet file elsewhere that FLEETBOOK_FLEET names", () => {
    writeFileSync(path.join(folder("project"), "cdktf.json"), "");
    writeFileSync(path.join(folder("other"), "fleet.yaml"), "");
    const env = { FLEETBOOK_FLEET: path.join(root, "other", "fleet.yaml") };
    expect(findProjectFolder(folder("project"), env)).toBe(folder("project"));
  });

  it("is that of the fleet file which FLEETBOOK_FLEET names, if no folder upwards is a project", () => {
    writeFileSync(path.join(folder("project"), "cdktf.json"), "");
    const env = { FLEETBOOK_FLEET: "../project/fleets/test.yaml" };
    expect(findProjectFolder(folder("elsewhere"), env)).toBe(folder("project"));
  });

  it("is the current folder if there is no project anywhere", () => {
    expect(findProjectFolder(root, {})).toBe(root);
  });

  it("is the repository, and the package's own, where the sources run", () => {
    expect(PROJECT_FOLDER).toBe(path.resolve(__dirname, "../.."));
    expect(PACKAGE_FOLDER).toBe(PROJECT_FOLDER);
  });
});
