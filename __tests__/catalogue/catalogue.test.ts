import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { readCatalogue } from "../../src/catalogue/catalogue";

const define = JSON.stringify(path.resolve(__dirname, "../../src/document/define"));

describe("readCatalogue", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "catalogue-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const yaml = 'schemaVersion: "0.3"\nmainSteps:\n  - { name: wait, action: aws:sleep, inputs: { Duration: PT1M } }\n';

  it("finds the runbooks of the project's folder", () => {
    expect([...readCatalogue().runbooks.keys()]).toEqual(expect.arrayContaining(["check-os", "check-os-windows"]));
  });

  it("sorts by name", () => {
    write("zebra.yaml", yaml);
    write("ant.yml", yaml);
    expect([...readCatalogue(folder).runbooks.keys()]).toEqual(["ant", "zebra"]);
  });

  it("names the runbook of a YAML file after the file, and keeps its text", () => {
    write("restart.yaml", `# as copied from the console\n${yaml}`);
    const entry = readCatalogue(folder).runbooks.get("restart");
    expect(entry).toMatchObject({ name: "restart", file: path.join(folder, "restart.yaml"), format: "YAML" });
    expect(entry?.content).toBe(`# as copied from the console\n${yaml}`);
    expect(entry?.runbook.document.mainSteps[0]?.name).toBe("wait");
  });

  it("keeps the format of a JSON file", () => {
    write("restart.json", JSON.stringify(parse(yaml)));
    expect(readCatalogue(folder).runbooks.get("restart")?.format).toBe("JSON");
  });

  it("loads a TypeScript file that exports a runbook", () => {
    write(
      "wait.ts",
      `import { defineRunbook } from ${define};
       export const wait = defineRunbook({
         name: "wait-a-minute",
         targetType: "/",
         mainSteps: [{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1M" } }],
       });`,
    );
    expect(readCatalogue(folder).runbooks.get("wait-a-minute")).toMatchObject({ targetType: "/", format: "YAML" });
  });

  it("skips TypeScript files without a runbook, and other kinds of files", () => {
    write("helper.ts", "export const minute = 60;");
    write("types.d.ts", "export type Minute = 60;");
    write("README.md", "# runbooks");
    expect(readCatalogue(folder).runbooks.size).toBe(0);
  });

  it("names both files if two runbooks have the same name", () => {
    write("restart.yaml", yaml);
    write("restart.json", JSON.stringify(parse(yaml)));
    const [problem] = readCatalogue(folder).faults;
    expect(problem?.place).toBe(path.join(folder, "restart.yaml"));
    expect(problem?.message).toContain(path.join(folder, "restart.json"));
  });

  it("reports all files that cannot be read at once", () => {
    write("broken.yaml", "mainSteps: [");
    write("broken.ts", "throw new Error('no such thing');");
    const problems = readCatalogue(folder).faults;
    expect(problems.map(({ place }) => place?.replace(`${folder}/`, ""))).toEqual([
      "broken.ts",
      expect.stringMatching(/^broken\.yaml:1:\d+$/),
    ]);
    expect(problems[0]?.message).toContain("no such thing");
  });

  it("reads the other files if one cannot be read", () => {
    write("broken.yaml", "mainSteps: [");
    write("restart.yaml", yaml);
    expect([...readCatalogue(folder).runbooks.keys()]).toEqual(["restart"]);
  });

  it("names the runbook that cannot be deployed because of a fault, if it is known", () => {
    write("broken.yaml", "mainSteps: [");
    write("broken.ts", "throw new Error('no such thing');");
    write("ab.yaml", yaml);
    expect(readCatalogue(folder).faults.map(({ name, ofName }) => [name, ofName])).toEqual([
      ["ab", true],
      [undefined, false],
      ["broken", false],
    ]);
  });

  it("refuses a name that AWS would refuse", () => {
    write("aws-restart.yaml", yaml);
    write("re start.yaml", yaml);
    write("ab.yaml", yaml);
    expect(readCatalogue(folder).faults.map(({ place }) => path.basename(place ?? ""))).toEqual([
      "ab.yaml",
      "aws-restart.yaml",
      "re start.yaml",
    ]);
  });

  it("refuses a YAML file that is not a runbook, with the line", () => {
    write("restart.yaml", yaml.replace("aws:sleep", "aws:wait"));
    const [problem] = readCatalogue(folder).faults;
    expect(problem?.place).toBe(`${path.join(folder, "restart.yaml")}:3:19`);
  });

  it("reads the target type of a YAML file from its comment", () => {
    write("restart.yaml", `# targetType: /AWS::EC2::Instance\n${yaml}`);
    expect(readCatalogue(folder).runbooks.get("restart")?.targetType).toBe("/AWS::EC2::Instance");
  });

  it("refuses a folder that does not exist, and names it", () => {
    expect(() => readCatalogue(path.join(folder, "nowhere"))).toThrow(ConfigurationError);
    expect(() => readCatalogue(path.join(folder, "nowhere"))).toThrow(path.join(folder, "nowhere"));
  });
});
