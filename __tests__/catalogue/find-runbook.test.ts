import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { readCatalogue } from "../../src/catalogue/catalogue";
import { findRunbook } from "../../src/catalogue/find-runbook";

const yaml = 'schemaVersion: "0.3"\nmainSteps:\n  - { name: wait, action: aws:sleep, inputs: { Duration: PT1M } }\n';
const define = JSON.stringify(path.resolve(__dirname, "../../src/document/define"));
const typed = (...names: string[]): string =>
  [
    `import { defineRunbook } from ${define};`,
    ...names.map(
      (name) =>
        `export const ${name} = defineRunbook({ name: "${name}", mainSteps: [{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1M" } }] });`,
    ),
  ].join("\n");

describe("findRunbook", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "find-runbook-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const find = (nameOrFile: string) => findRunbook(nameOrFile, readCatalogue(folder));

  it("finds a runbook of the catalogue by its name", () => {
    write("restart.yaml", yaml);
    expect(find("restart").name).toBe("restart");
  });

  it.each([
    ["yaml", yaml],
    ["yml", yaml],
    ["json", JSON.stringify(parse(yaml))],
  ])("finds the runbook in a .%s file, which has the file's name", (extension, text) => {
    const file = write(`restart.${extension}`, text);
    expect(find(file)).toMatchObject({ name: "restart", file });
  });

  it("finds the runbook that a TypeScript file exports", () => {
    expect(find(write("any.ts", typed("restart"))).name).toBe("restart");
  });

  it("suggests the runbook that was probably meant", () => {
    write("restart.yaml", yaml);
    expect(() => find("restrat")).toThrow(
      'There is no runbook "restrat" in runbooks/, and no file with this path. Did you mean "restart"?',
    );
  });

  it("refuses a TypeScript file without a runbook", () => {
    expect(() => find(write("helper.ts", "export const minute = 60;"))).toThrow("The file has no runbook.");
  });

  it("refuses a TypeScript file with several runbooks, and names them", () => {
    expect(() => find(write("both.ts", typed("start", "stop")))).toThrow("The file has 2 runbooks (start, stop)");
  });

  it("reports what is wrong with the file", () => {
    const file = write("broken.yaml", yaml.replace("aws:sleep", "aws:slep"));
    expect(() => find(file)).toThrow(`${file}:3:19: Automation has no action "aws:slep".`);
  });

  it("reports what is wrong with the runbook of that name", () => {
    write("broken.yaml", yaml.replace("aws:sleep", "aws:slep"));
    expect(() => find("broken")).toThrow('Automation has no action "aws:slep".');
  });
});
