import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { locateFleetFile } from "../../src/fleet/locate";

describe("the location of the fleet file", () => {
  let folder: string;
  const cdktf = (settings: unknown): void =>
    writeFileSync(join(folder, "cdktf.json"), typeof settings === "string" ? settings : JSON.stringify(settings));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
    cdktf({ app: "x" });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is fleet.yaml in the project's folder by default", () => {
    expect(locateFleetFile(folder, {})).toBe(join(folder, "fleet.yaml"));
  });

  it("is fleet.yaml in a folder that has no cdktf.json", () => {
    rmSync(join(folder, "cdktf.json"));
    expect(locateFleetFile(folder, {})).toBe(join(folder, "fleet.yaml"));
  });

  it("comes from cdktf.json's context", () => {
    cdktf({ context: { fleetFile: "fleets/test.yaml" } });
    expect(locateFleetFile(folder, {})).toBe(join(folder, "fleets", "test.yaml"));
  });

  it("comes from the environment variable even if cdktf.json's context names another", () => {
    cdktf({ context: { fleetFile: "fleets/test.yaml" } });
    expect(locateFleetFile(folder, { FLEETBOOK_FLEET: "/elsewhere/fleet.yaml" })).toBe("/elsewhere/fleet.yaml");
  });

  it.each(["fleetfile", "fletFile", "fleet_file"])("is asked for if the context has the misspelt key %s", (key) => {
    cdktf({ context: { [key]: "fleets/test.yaml" } });
    expect(() => locateFleetFile(folder, {})).toThrow(`"${key}", which nothing reads. Did you mean "fleetFile"?`);
  });

  it("is asked for if the context has something else than a path", () => {
    cdktf({ context: { fleetFile: ["a.yaml"] } });
    expect(() => locateFleetFile(folder, {})).toThrow("context.fleetFile: expected a string, found a list.");
  });

  it("is found beside the context's other keys, which belong to CDKTF and to the user", () => {
    cdktf({ context: { excludeStackIdFromLogicalIds: true, fleetOwner: "me" } });
    expect(locateFleetFile(folder, {})).toBe(join(folder, "fleet.yaml"));
  });

  it("cannot be found if cdktf.json is broken, and the message says so", () => {
    cdktf("{");
    expect(() => locateFleetFile(folder, {})).toThrow(ConfigurationError);
    expect(() => locateFleetFile(folder, {})).toThrow(/cdktf\.json cannot be read/);
  });
});
