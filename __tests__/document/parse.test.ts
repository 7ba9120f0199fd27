import { ConfigurationError, type Problem } from "../../src/diagnostics/errors";
import { parseSource } from "../../src/document/parse";
import { caseText } from "../fixtures/published-case";

const wait =
  'schemaVersion: "0.3"\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs: { Duration: PT1M }\n';

function problemsOf(text: string): readonly Problem[] {
  try {
    parseSource(text, "example.yaml");
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a document that can be read", () => {
  it("is the same in YAML and in JSON", () => {
    const yaml = parseSource(wait, "example.yaml").value;
    expect(parseSource(JSON.stringify(yaml, undefined, 2), "example.json").value).toEqual(yaml);
  });

  it("has the line and column of each key and item", () => {
    const source = parseSource(wait, "example.yaml");
    expect(source.locate(["mainSteps", 0])).toEqual({ line: 3, column: 5 });
    expect(source.locate(["mainSteps", 0, "action"])).toEqual({ line: 4, column: 5 });
    expect(source.locate(["mainSteps", 0, "inputs", "Duration"])).toEqual({ line: 5, column: 15 });
  });

  it("has no position for a path that does not exist", () => {
    expect(parseSource(wait, "example.yaml").locate(["mainSteps", 4, "name"])).toBeUndefined();
  });

  it("may begin with a byte order mark and have Windows line ends", () => {
    expect(parseSource(`\uFEFF${wait.replaceAll("\n", "\r\n")}`, "example.yaml").value).toHaveProperty("mainSteps");
  });
});

describe("a document that AWS reads, and YAML 1.2 does not", () => {
  it("takes the last value of a key that is there twice, and knows where the other one is", () => {
    const source = parseSource(caseText("duplicate-key"), "example.yaml");
    expect(source.value).toHaveProperty("mainSteps.0.nextStep", "b");
    expect(source.locate(["mainSteps", 0, "nextStep"])).toEqual({ line: 7, column: 5 });
    expect(source.facts().repeatedKeys).toEqual([
      { path: ["mainSteps", 0, "nextStep"], position: { line: 5, column: 5 } },
    ]);
  });

  it("may have quoted text that goes on in the first column", () => {
    const source = parseSource(caseText("quoted-text-in-first-column"), "example.yaml");
    expect(source.value).toHaveProperty("description", "A text in quotes, continued in the first column.");
    expect(source.locate(["mainSteps", 0, "action"])).toEqual({ line: 7, column: 5 });
    expect(source.facts().linesWithoutIndent).toEqual([3]);
  });

  it.each([
    ["between braces", `${wait}variables:\n  a: {\n  "b": [1,\n2], # }\n  "c": "]"\n}\n`, { b: [1, 2], c: "]" }],
    ["in single quotes, with a quote inside", `${wait}variables:\n  a: 'it''s\n#1'\n`, "it's #1"],
    ["in a list", `${wait}variables: { a: ["x\ny", 'z\n  w'] }\n`, ["x y", "z w"]],
  ])("may have lines without indentation %s", (_where, text, value) => {
    expect(parseSource(text, "example.yaml").value).toHaveProperty("variables.a", value);
  });

  it("has the place of a key behind a bracket in a line without indentation", () => {
    const text = `${wait}variables: { a: "x\ny", b: 1 }\n`;
    expect(parseSource(text, "example.yaml").locate(["variables", "b"])).toEqual({ line: 7, column: 5 });
  });
});

describe("a document that cannot be read", () => {
  it.each([
    ["is not YAML", 'schemaVersion: "0.3\nmainSteps: [', /not valid YAML or JSON/],
    ["is cut off", '{"schemaVersion": "0.3", "mainSteps": [', /not valid YAML or JSON/],
    ["is empty", "", /is empty/],
    ["is a list", "- a\n- b\n", /is a list/],
    ["is a string", "hello", /is a string/],
    ["has an anchor", wait.replace("{ Duration: PT1M }", "&inputs { Duration: PT1M }"), /&inputs/],
    ["has an alias", wait.replace("name: wait", "name: &n wait\n    description: *n"), /&n/],
    ["has two documents", `${wait}---\n${wait}`, /second YAML document/],
    ["has tags", wait.replace("PT1M", "!Ref Time"), /!Ref/],
    [
      "is a Command document",
      'schemaVersion: "2.2"\nmainSteps: []\n',
      /Expected schemaVersion 0\.3, found 2\.2, the version of a Command/,
    ],
    [
      "is a CloudFormation template",
      "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n",
      /CloudFormation template/,
    ],
    ["has an unknown schemaVersion", 'schemaVersion: "0.4"\n', /Expected schemaVersion "0\.3", found "0\.4"/],
    ["has schemaVersion as a number", "schemaVersion: 0.3\nmainSteps: []\n", /is a number/],
    ["has no schemaVersion", "mainSteps: []\n", /schemaVersion is missing/],
    ["has 10 MB", `${wait}description: "${"x".repeat(10_000_000)}"\n`, /bytes/],
    ["is nested deeply", `${wait}description: ${"[".repeat(50_000)}${"]".repeat(50_000)}\n`, /nested/],
    ["is nested more than people write", `${wait}description: ${"[".repeat(150)}${"]".repeat(150)}\n`, /nested/],
    [
      "is nested deeply by indentation",
      `${wait}description:\n${Array.from({ length: 400 }, (_, i) => `${" ".repeat(i + 1)}a:\n`).join("")}`,
      /nested/,
    ],
  ])("is reported if it %s", (_case, text, message) => {
    const [problem] = problemsOf(text);
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(/\.$/);
    expect(problem?.place).toMatch(/^example\.yaml/);
  });

  it("has line and column in the place", () => {
    expect(problemsOf(`${wait}---\n${wait}`)[0]?.place).toBe("example.yaml:6:1");
    expect(problemsOf('# a comment\nschemaVersion: "2.2"\n')[0]?.place).toBe("example.yaml:2:1");
  });

  it("is rejected if its aliases would expand to a huge document", () => {
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi".split("").map((key, i) => `${key}: &${key} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`),
    ];
    expect(problemsOf(bomb.join("\n")).length).toBeGreaterThan(0);
  });
});
