import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { DocumentError } from "../../document/errors";
import { loadCatalogue } from "../../runbooks/catalogue";

const define = JSON.stringify(path.resolve(__dirname, "../../document/define"));

describe("loadCatalogue", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "catalogue-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const yaml = 'schemaVersion: "0.3"\nmainSteps:\n  - { name: wait, action: aws:sleep, inputs: { Duration: PT1M } }\n';

  function problemsOf(load: () => unknown): DocumentError["problems"] {
    try {
      load();
    } catch (error) {
      if (error instanceof DocumentError) return error.problems;
      throw error;
    }
    throw new Error("nothing was thrown");
  }

  it("finds the project's own runbooks, and neither itself nor helpers", () => {
    expect([...loadCatalogue().keys()]).toEqual(expect.arrayContaining(["check-os", "check-os-windows"]));
  });

  it("sorts by name", () => {
    write("zebra.yaml", yaml);
    write("ant.yml", yaml);
    expect([...loadCatalogue(folder).keys()]).toEqual(["ant", "zebra"]);
  });

  it("takes a YAML file's name and its own text", () => {
    write("restart.yaml", `# as copied from the console\n${yaml}`);
    const entry = loadCatalogue(folder).get("restart");
    expect(entry).toMatchObject({ name: "restart", file: path.join(folder, "restart.yaml"), format: "YAML" });
    expect(entry?.content).toBe(`# as copied from the console\n${yaml}`);
    expect(entry?.runbook.document.mainSteps[0]?.name).toBe("wait");
  });

  it("takes a JSON file as JSON", () => {
    write("restart.json", JSON.stringify(parse(yaml)));
    expect(loadCatalogue(folder).get("restart")?.format).toBe("JSON");
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
    expect(loadCatalogue(folder).get("wait-a-minute")).toMatchObject({ targetType: "/", format: "YAML" });
  });

  it("passes over TypeScript files without a runbook, and files of other kinds", () => {
    write("helper.ts", "export const minute = 60;");
    write("types.d.ts", "export type Minute = 60;");
    write("README.md", "# runbooks");
    expect(loadCatalogue(folder).size).toBe(0);
  });

  it("names both files of a name that occurs twice", () => {
    write("restart.yaml", yaml);
    write("restart.json", JSON.stringify(parse(yaml)));
    const [problem] = problemsOf(() => loadCatalogue(folder));
    expect(problem?.place).toBe(path.join(folder, "restart.yaml"));
    expect(problem?.message).toContain(path.join(folder, "restart.json"));
  });

  it("reports every file that cannot be read, in one go", () => {
    write("broken.yaml", "mainSteps: [");
    write("broken.ts", "throw new Error('no such thing');");
    const problems = problemsOf(() => loadCatalogue(folder));
    expect(problems.map(({ place }) => place?.replace(`${folder}/`, ""))).toEqual([
      "broken.ts",
      expect.stringMatching(/^broken\.yaml:1:\d+$/),
    ]);
    expect(problems[0]?.message).toContain("no such thing");
  });

  it("refuses a name that AWS would refuse", () => {
    write("aws-restart.yaml", yaml);
    write("re start.yaml", yaml);
    write("ab.yaml", yaml);
    expect(problemsOf(() => loadCatalogue(folder)).map(({ place }) => path.basename(place ?? ""))).toEqual([
      "ab.yaml",
      "aws-restart.yaml",
      "re start.yaml",
    ]);
  });

  it("refuses a YAML file that is no runbook, with its line", () => {
    write("restart.yaml", yaml.replace("aws:sleep", "aws:wait"));
    const [problem] = problemsOf(() => loadCatalogue(folder));
    expect(problem?.place).toBe(`${path.join(folder, "restart.yaml")}:3:19`);
  });

  it("takes the target type of a YAML file from its comment", () => {
    write("restart.yaml", `# targetType: /AWS::EC2::Instance\n${yaml}`);
    expect(loadCatalogue(folder).get("restart")?.targetType).toBe("/AWS::EC2::Instance");
  });

  it("names a folder that does not exist", () => {
    const [problem] = problemsOf(() => loadCatalogue(path.join(folder, "nowhere")));
    expect(problem?.place).toBe(path.join(folder, "nowhere"));
  });
});
