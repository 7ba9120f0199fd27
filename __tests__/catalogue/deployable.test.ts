import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { readCatalogue } from "../../src/catalogue/catalogue";
import { deploymentProblems, runbookNames } from "../../src/catalogue/deployable";

const yaml = 'schemaVersion: "0.3"\nmainSteps:\n  - { name: wait, action: aws:sleep, inputs: { Duration: PT1M } }\n';

describe("a folder of runbooks", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "deployable-"));
    write("good.yaml", yaml);
    write("forever.yaml", yaml.replace("PT1M", "soon"));
    write("broken.json", "{");
    write("warned.yaml", `${yaml}parameters: { Unused: { type: String } }\n`);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const problems = (...names: string[]) => deploymentProblems(new Set(names), readCatalogue(folder));

  it("allows a runbook without errors to be deployed, whatever is wrong with others", () => {
    expect(problems("good")).toEqual([]);
  });

  it("refuses a runbook with an error, with file, line, rule and remedy", () => {
    expect(problems("forever", "good")).toEqual([
      {
        place: `${path.join(folder, "forever.yaml")}:3:48`,
        message: expect.stringMatching(/\[input-value\]$/) as string,
        remedy: expect.any(String) as string,
      },
    ]);
  });

  it("refuses a runbook that cannot be read", () => {
    expect(problems("broken").map(({ place }) => place)).toEqual([
      expect.stringMatching(/broken\.json:1:\d+$/) as string,
    ]);
  });

  it("allows a runbook with warnings to be deployed", () => {
    expect(problems("warned")).toEqual([]);
  });

  it("lists the names of all runbooks, including those that cannot be deployed", () => {
    expect(runbookNames(readCatalogue(folder))).toEqual(["broken", "forever", "good", "warned"]);
  });

  it("has names that nobody knows if a TypeScript file cannot be loaded", () => {
    write("broken.ts", "throw new Error('no such thing');");
    expect(() => runbookNames(readCatalogue(folder))).toThrow(ConfigurationError);
  });
});
