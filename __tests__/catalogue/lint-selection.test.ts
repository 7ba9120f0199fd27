import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { readCatalogue } from "../../src/catalogue/catalogue";
import { lintCatalogue, lintSelection } from "../../src/catalogue/lint-selection";
import { shownPath } from "../../src/diagnostics/shown-path";

const yaml = 'schemaVersion: "0.3"\nmainSteps:\n  - { name: wait, action: aws:sleep, inputs: { Duration: PT1M } }\n';

describe("lintSelection", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "lint-selection-"));
    mkdirSync(path.join(folder, "deep", "deeper"), { recursive: true });
    writeFileSync(path.join(folder, "good.yaml"), yaml);
    writeFileSync(path.join(folder, "deep", "bad.yaml"), yaml.replace("PT1M", "soon"));
    writeFileSync(path.join(folder, "deep", "deeper", "broken.json"), "{");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const lint = (...selection: string[]) => lintSelection(selection, readCatalogue(folder));
  const at = (...parts: string[]): string => path.join(folder, ...parts);

  it("accepts names of runbooks in the catalogue", () => {
    writeFileSync(at("fine.yaml"), yaml);
    expect(lint("good", "fine")).toEqual({
      checked: 2,
      findings: [],
      ignored: [],
      unreadable: [],
    });
  });

  it("accepts files", () => {
    const { findings } = lint(at("deep", "bad.yaml"));
    expect(findings.map(({ rule, place }) => [rule, place])).toEqual([
      ["input-value", `${at("deep", "bad.yaml")}:3:48`],
    ]);
  });

  it("accepts a TypeScript file", () => {
    expect(lint(path.resolve(__dirname, "../../runbooks/check-os.ts")).checked).toBe(1);
  });

  it("accepts patterns, for one folder and for those below it", () => {
    expect(lint(at("*.yaml")).checked).toBe(1);
    expect(lint(at("**", "*.yaml")).checked).toBe(2);
    expect(lint(at("deep", "b?d.yaml")).checked).toBe(1);
    expect(lint(at("**", "*.json")).checked).toBe(1);
  });

  it("checks each file once", () => {
    expect(lint(at("good.yaml"), at("*.yaml")).checked).toBe(1);
  });

  it("checks the other files if one cannot be read", () => {
    const { checked, findings, unreadable } = lint(at("**", "*.json"), at("deep", "bad.yaml"));
    expect(checked).toBe(2);
    expect(findings).toHaveLength(1);
    expect(unreadable[0]?.place).toMatch(/broken\.json:1:\d+$/);
  });

  it.each([["nothing-of-that-name"], ["no/such/**/folder"], ["*.nothing"]])(
    "refuses %s, which leads to no file",
    (item) => {
      expect(() => lint(item)).toThrow(ConfigurationError);
    },
  );

  it("refuses a file without a runbook", () => {
    expect(() => lint(path.resolve(__dirname, "../../src/document/json.ts"))).toThrow(/has no runbook/);
  });

  it("refuses patterns that match no runbook", () => {
    writeFileSync(at("notes.md"), "# notes");
    expect(() => lint(at("*.md"))).toThrow(/No runbook is among the files/);
  });

  it("suggests the runbook that was probably meant", () => {
    expect(() => lint("god")).toThrow('Did you mean "good"?');
  });

  it("accepts the name of a runbook that cannot be deployed", () => {
    writeFileSync(at("deep", "unknown.yaml"), yaml.replace("aws:sleep", "aws:slep"));
    const { findings } = lintSelection(["unknown"], readCatalogue(at("deep")));
    expect(findings.map(({ rule }) => rule)).toEqual(["unknown-action"]);
  });

  it("names files of the project by the path from the current folder", () => {
    const file = path.resolve(__dirname, "../../runbooks/check-os.ts");
    expect(shownPath(file)).toBe(path.join("runbooks", "check-os.ts"));
    expect(shownPath(at("good.yaml"))).toBe(at("good.yaml"));
  });
});

describe("lintCatalogue", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "lint-catalogue-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("checks every runbook, including those that cannot be deployed", () => {
    writeFileSync(path.join(folder, "good.yaml"), yaml);
    writeFileSync(path.join(folder, "unknown.yaml"), yaml.replace("aws:sleep", "aws:slep"));
    writeFileSync(path.join(folder, "broken.json"), "{");
    writeFileSync(path.join(folder, "ab.yaml"), yaml);
    writeFileSync(path.join(folder, "broken.ts"), "throw new Error('no such thing');");
    const { checked, findings, unreadable } = lintCatalogue(readCatalogue(folder));
    expect(checked).toBe(5);
    expect(findings.map(({ rule }) => rule)).toEqual(["unknown-action"]);
    expect(unreadable.map(({ place }) => path.basename(place ?? "").replace(/:.*/, ""))).toEqual([
      "broken.json",
      "broken.ts",
      "ab.yaml",
    ]);
  });
});
