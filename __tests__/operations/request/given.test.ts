import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../../../src/diagnostics/errors";
import { requestFromFile, requestFromOptions } from "../../../src/operations/request/given";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(content: string) {
  const path = join(folder, "request.yaml");
  writeFileSync(path, content);
  return requestFromFile(path);
}

function placesOf(work: () => unknown): readonly (string | undefined)[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ place }) => place?.replace(/^.*\//, ""));
    throw error;
  }
  return [];
}

describe("a request file", () => {
  it("has the members of the request", () => {
    expect(file("runbook: check-os\naccounts: [app-dev]\nlimits: {maxErrors: '0'}").request).toEqual({
      runbook: "check-os",
      accounts: ["app-dev"],
      limits: { maxErrors: "0" },
    });
  });

  it("is refused with the line of each fault", () => {
    expect(placesOf(() => file("runbook: check-os\nacounts: [app-dev]\ndocumentVersion: 3"))).toEqual([
      "request.yaml:2:1",
      "request.yaml:3:18",
    ]);
  });
});

describe("options", () => {
  const options = [{ path: ["accounts", 0], text: "--account app-prod" }];

  it("win over the file", () => {
    const base = file("runbook: check-os\naccounts: [app-dev]\nregions: [eu-west-1]\nparameters: {A: x, B: y}");
    const given = requestFromOptions({ accounts: ["app-prod"], parameters: { B: "z" } }, options, base);
    expect(given.request).toMatchObject({
      accounts: ["app-prod"],
      regions: ["eu-west-1"],
      parameters: { A: "x", B: "z" },
    });
  });

  it("are named as the place of a fault, and the file's line if the fault is the file's", () => {
    const base = file("runbook: check-os\nregions: [eu-west-1]");
    const given = requestFromOptions({ accounts: ["app-prod"] }, options, base);
    const fault = { message: "Wrong.", remedy: "Correct it." };
    expect(placesOf(() => given.refuse([{ path: ["accounts", 0], ...fault }]))).toEqual(["--account app-prod"]);
    expect(placesOf(() => given.refuse([{ path: ["regions", 0], ...fault }]))).toEqual(["request.yaml:2:11"]);
  });
});
