import { errorsOfDocument, lintRunbook, lintSource } from "../../../src/document/lint/lint";
import { parseSource } from "../../../src/document/parse";
import type { AutomationDocument } from "../../../src/document/model";
import { compile } from "../../../src/engine/program/compile";
import { caseText } from "../../fixtures/published-case";
import { shippedRunbooks } from "../../fixtures/shipped-runbooks";

/** The ids of the rules that a document breaks, the errors first marked with `!`. */
function broken(text: string): string[] {
  return lintSource(parseSource(`schemaVersion: "0.3"\n${text}`, "example.yaml")).findings.map(
    ({ rule, severity }) => `${severity === "error" ? "!" : ""}${rule}`,
  );
}

const steps = (...lines: string[]): string => `mainSteps:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const pause = (name: string, more = ""): string => `{ name: ${name}, action: "aws:pause", inputs: {}${more} }`;
const find = `{ name: find, action: "aws:executeAwsApi", inputs: { Service: sns, Api: ListTopics }, outputs: [{ Name: Topic, Selector: "$.Topics[0].TopicArn", Type: String }] }`;
const tell = (more = ""): string =>
  `{ name: tell, action: "aws:executeAwsApi", inputs: { Service: sns, Api: Publish, TopicArn: "{{ find.Topic }}", Message: done }${more} }`;

describe("the runbooks that come with Fleetbook", () => {
  it.each([...shippedRunbooks])("%s breaks no rule", (name, runbook) => {
    expect(lintRunbook(runbook, `${name}.ts`)).toEqual({ findings: [], ignored: [] });
  });
});

describe("a finding", () => {
  it("has the rule, the place, the message and the remedy", () => {
    const source = parseSource(
      'schemaVersion: "0.3"\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs:\n      Duraton: PT1M\n',
      "x.yaml",
    );
    expect(lintSource(source).findings[0]).toMatchObject({
      rule: "input-combination",
      file: "x.yaml",
      position: { line: 5, column: 5 },
    });
    expect(lintSource(source).findings[1]).toEqual({
      rule: "unknown-input",
      severity: "error",
      file: "x.yaml",
      position: { line: 6, column: 7 },
      place: "x.yaml:6:7",
      path: ["mainSteps", 0, "inputs", "Duraton"],
      message: expect.stringContaining("Duraton") as string,
      remedy: 'Did you mean "Duration"?',
    });
  });

  it("names the line of the syntax error in a Python script", () => {
    const text =
      'schemaVersion: "0.3"\nmainSteps:\n  - name: a\n    action: aws:executeScript\n    inputs:\n      Runtime: python3.11\n      Handler: run\n      Script: |\n        def run(events, context):\n            return [\n';
    const [finding] = lintSource(parseSource(text, "x.yaml")).findings.filter(({ rule }) => rule === "script-syntax");
    expect(finding?.position?.line).toBe(10);
  });

  it("has a path instead of a line for a runbook in TypeScript", () => {
    const runbook = { name: "x", targetType: undefined, document: { schemaVersion: "0.3", mainSteps: [] } } as const;
    expect(lintRunbook(runbook, "x.ts").findings[0]).toMatchObject({
      rule: "property-value",
      path: ["mainSteps"],
      position: undefined,
      place: "x.ts: mainSteps",
    });
  });
});

describe("the order of steps", () => {
  it("accepts a reference to an earlier step from inside a loop", () => {
    expect(
      broken(steps(find, `{ name: loop, action: "aws:loop", inputs: { Iterators: [a], Steps: [${tell()}] } }`)),
    ).toEqual([]);
  });

  it("finds a step that refers to itself", () => {
    expect(broken(steps(find.replace("ListTopics", "ListTopics, NextToken: '{{ find.Topic }}'")))).toEqual([
      "reference-before-step",
    ]);
  });

  it("finds a step after a failure that refers to what may not exist", () => {
    expect(broken(steps(find.replace("outputs", "onFailure: step:tell, outputs"), tell()))).toEqual([
      "reference-on-some-paths",
    ]);
  });

  it("lets only the steps of a loop read its counters", () => {
    const loop = (inner: string) => `{ name: loop, action: "aws:loop", inputs: { Iterators: [a], Steps: [${inner}] } }`;
    const reader = `{ name: read, action: "aws:executeAwsApi", inputs: { Service: sns, Api: ListTopics, NextToken: "{{ loop.CurrentIteration }}" } }`;
    expect(broken(steps(loop(reader)))).toEqual([]);
    expect(broken(steps(reader, loop(pause("wait"))))).toEqual(["reference-before-step"]);
  });

  it("finds a cycle through onFailure", () => {
    expect(broken(steps(pause("one"), pause("two", ", onFailure: 'step:one'")))).toEqual(["!cycle"]);
  });

  it("finds a cycle inside a loop", () => {
    const inner = `${pause("one")}, ${pause("two", ", nextStep: one")}`;
    expect(broken(steps(`{ name: loop, action: "aws:loop", inputs: { Iterators: [a], Steps: [${inner}] } }`))).toEqual([
      "!cycle",
    ]);
  });

  it("accepts a step that leads out of its loop, and refuses one that leads into another loop", () => {
    const loop = (inner: string) => `{ name: loop, action: "aws:loop", inputs: { Iterators: [a], Steps: [${inner}] } }`;
    expect(broken(steps(loop(pause("one", ", nextStep: after")), pause("after")))).toEqual([]);
    expect(broken(steps(loop(pause("one")), pause("after", ", nextStep: one")))).toEqual(["!unknown-target"]);
  });

  it("reaches a step that only a step inside of a loop leads to", () => {
    const inner = pause("one", ", onFailure: 'step:report'");
    const loop = `{ name: loop, action: "aws:loop", isEnd: true, inputs: { Iterators: [a], Steps: [${inner}] } }`;
    expect(broken(steps(loop, pause("report")))).toEqual([]);
  });

  it("finds a cycle through a step that leads out of its loop", () => {
    const loop = `{ name: loop, action: "aws:loop", inputs: { Iterators: [a], Steps: [${pause("one", ", nextStep: first")}] } }`;
    expect(broken(steps(pause("first"), loop))).toEqual(["!cycle"]);
  });

  it("continues with the next step after a branch without a default", () => {
    const choose = `{ name: choose, action: "aws:branch", inputs: { Choices: [{ NextStep: two, Variable: "{{ global:REGION }}", StringEquals: x }] } }`;
    expect(broken(steps(choose, pause("one"), pause("two")))).toEqual([]);
    expect(broken(steps(choose.replace("}] }", "}], Default: two }"), pause("one"), pause("two")))).toEqual([
      "unreachable-step",
    ]);
  });
});

describe("what AWS accepts", () => {
  it.each([
    [
      "text for numbers and Booleans",
      steps(`{ name: a, action: "aws:sleep", maxAttempts: "3", isEnd: "true", inputs: { Duration: PT1M } }`),
    ],
    [
      "a number for a text",
      steps(`{ name: a, action: "aws:executeAutomation", inputs: { DocumentName: x, MaxConcurrency: 10 } }`),
    ],
    [
      "Go templates in commands",
      steps(
        `{ name: a, action: "aws:runCommand", timeoutSeconds: 9, inputs: { DocumentName: AWS-RunShellScript, InstanceIds: [i-1], Parameters: { commands: ["docker ps --format '{{.Names}}'"] } } }`,
      ),
    ],
    [
      "the placeholder of a target",
      steps(`{ name: a, action: "aws:deleteImage", inputs: { ImageId: "{{RESOURCE_ID}}" } }`),
    ],
    [
      "a role's ARN with values of the system",
      `assumeRole: "arn:{{ global:AWS_PARTITION }}:iam::{{ global:ACCOUNT_ID }}:role/x"\n${steps(pause("a"))}`,
    ],
    [
      "an empty default whatever the pattern says",
      `parameters: { A: { type: String, default: "", allowedPattern: "^x+$" } }\n${steps(`{ name: a, action: "aws:deleteImage", inputs: { ImageId: "{{ A }}" } }`)}`,
    ],
    [
      "two inputs of which a reference can leave one empty",
      `parameters: { A: { type: StringList, default: [] }, B: { type: MapList, default: [] } }\n${steps(`{ name: a, action: "aws:runCommand", timeoutSeconds: 9, inputs: { DocumentName: x, InstanceIds: "{{ A }}", Targets: "{{ B }}" } }`)}`,
    ],
    [
      "a list in a list",
      `parameters: { A: { type: StringList } }\n${steps(`{ name: a, action: "aws:changeInstanceState", inputs: { InstanceIds: ["{{ A }}"], DesiredState: stopped } }`)}`,
    ],
    [
      "a text for a list of one",
      `parameters: { A: { type: String } }\n${steps(`{ name: a, action: "aws:changeInstanceState", inputs: { InstanceIds: "{{ A }}", DesiredState: stopped } }`)}`,
    ],
    [
      "a time-out from a parameter",
      `parameters: { A: { type: Integer } }\n${steps(`{ name: a, action: "aws:sleep", timeoutSeconds: "{{ A }}", inputs: { Duration: PT1M } }`)}`,
    ],
    [
      "parameters of a resource type with an empty default",
      `assumeRole: "{{ A }}"\nparameters: { A: { type: "AWS::IAM::Role::Arn", default: "" } }\n${steps(pause("a"))}`,
    ],
    [
      "a handler that is imported",
      steps(
        `{ name: a, action: "aws:executeScript", inputs: { Runtime: python3.11, Handler: loads, Script: "from json import loads" } }`,
      ),
    ],
  ])("%s", (_what, text) => {
    expect(broken(text)).toEqual([]);
  });
});

describe("values that cannot be", () => {
  it.each([
    ["a default of another type", 'A: { type: Boolean, default: "true" }', "!parameter-default"],
    [
      "a default that the pattern does not allow",
      'A: { type: String, default: abc, allowedPattern: "^[0-9]+$" }',
      "default-not-allowed",
    ],
    ["a default that is too long", "A: { type: String, default: abc, maxChars: 2 }", "default-not-allowed"],
    ["an invalid pattern", 'A: { type: String, allowedPattern: "[" }', "!parameter-limits"],
    ["an allowed value of another type", "A: { type: Integer, allowedValues: [1, two] }", "!parameter-limits"],
    ["a definition without a type", "A: { description: x }", "!missing-property"],
    ["a type in other letters", "A: { type: stringList }", "!parameter-type"],
  ])("%s", (_what, definition, rule) => {
    const use = steps(
      `{ name: a, action: "aws:executeAutomation", inputs: { DocumentName: x, RuntimeParameters: { a: "{{ A }}" } } }`,
    );
    expect(broken(`parameters: { ${definition} }\n${use}`)).toEqual([rule]);
  });
});

describe("a malformed document", () => {
  it.each([
    "mainSteps: 3",
    "mainSteps: [3, null, [], {}]",
    "mainSteps: [{ name: 3, action: 4, inputs: 5, outputs: 6 }]",
    "parameters: []\nmainSteps: [{ name: a, action: aws:loop, inputs: { Steps: { a: b } } }]",
    "parameters: { A: 3, B: null }\nmainSteps: [{ name: a, action: aws:branch, inputs: { Choices: [3, null, { And: 3 }, { Not: [] }] } }]",
    "assumeRole: []\noutputs: {}\nfiles: 3\nvariables: x\nmainSteps: [{ name: __proto__, action: constructor, inputs: { toString: 3 } }]",
    'outputs: ["", ".", "a.b.c", 3]\nmainSteps: [{ name: a, action: aws:runCommand, inputs: { Parameters: [], DocumentName: [] } }]',
  ])("gets findings and throws nothing: %s", (text) => {
    expect(broken(text).length).toBeGreaterThan(0);
  });
});

describe("permissions that a step declares", () => {
  const scriptStep = (description: string) =>
    `assumeRole: "arn:aws:iam::111122223333:role/x"\n${steps(
      `{ name: a, action: "aws:executeScript", description: "${description}", inputs: { Runtime: python3.11, Handler: run, Script: "import boto3\\ndef run(a, b):\\n  return boto3.client(a)" } }`,
    )}`.replaceAll("\\\\n", "\\n");

  it("can be in its description", () => {
    expect(broken(scriptStep("# permissions: ec2:DescribeImages on *"))).toEqual([]);
    expect(broken(scriptStep("What it needs is not said."))).toEqual(["script-permissions"]);
  });

  it("are a finding if they cannot be read", () => {
    expect(broken(scriptStep("# permissions: everything"))).toEqual(["script-permissions"]);
  });
});

describe("a sleep", () => {
  it.each([
    ["PT604799S", []],
    ["PT604800S", ["!sleep-too-long"]],
    ["P1W", ["!sleep-too-long"]],
    ["P1M", ["!sleep-too-long"]],
    ["PT1M", []],
    ["P0Y0M1D", []],
  ])("of %s gets %j", (duration, rules) => {
    expect(broken(steps(`{ name: a, action: "aws:sleep", inputs: { Duration: ${duration} } }`))).toEqual(rules);
  });
});

describe("a reference where AWS reads the value before the execution", () => {
  it.each(["maxAttempts", "isCritical", "isEnd", "onFailure", "onCancel", "nextStep"])(
    "is an error: %s",
    (property) => {
      const text = `parameters: { A: { type: String } }\n${steps(pause("a", `, ${property}: "{{ A }}"`), pause("b"))}`;
      expect(broken(text)).toContain("!property-value");
    },
  );
});

describe("what the compiler refuses, lint refuses first", () => {
  it.each<[string, readonly unknown[], object?]>([
    ["an unknown step", [{ name: "a", action: "aws:pause", inputs: {}, nextStep: "b" }]],
    ["an unknown action", [{ name: "a", action: "aws:pausee", inputs: {} }]],
    [
      "a parameter of no type",
      [{ name: "a", action: "aws:pause", inputs: {} }],
      { parameters: { A: { type: "Text" } } },
    ],
    ["a reference in isEnd", [{ name: "a", action: "aws:pause", inputs: {}, isEnd: "{{ global:DATE }}" }]],
    ["a cycle", [{ name: "a", action: "aws:pause", inputs: {}, nextStep: "a" }]],
    [
      "a cycle out of a loop",
      [
        { name: "a", action: "aws:pause", inputs: {} },
        {
          name: "b",
          action: "aws:loop",
          inputs: { Iterators: ["x"], Steps: [{ name: "c", action: "aws:pause", inputs: {}, nextStep: "a" }] },
        },
      ],
    ],
    [
      "a condition without an operator",
      [
        { name: "a", action: "aws:branch", inputs: { Choices: [{ NextStep: "b", Variable: "x" }] } },
        { name: "b", action: "aws:pause", inputs: {} },
      ],
    ],
  ])("%s", (_what, mainSteps, rest = {}) => {
    const document = { schemaVersion: "0.3", mainSteps, ...rest } as unknown as AutomationDocument;
    expect(() => compile(document)).toThrow();
    expect(errorsOfDocument(parseSource(JSON.stringify(document), "a.json"))).not.toEqual([]);
  });
});

describe("inputs that exclude each other", () => {
  it("are an error in a loop even if one of them is a reference, because an empty list is a list", () => {
    const loop = `{ name: l, action: "aws:loop", inputs: { Iterators: "{{ A }}", LoopCondition: { Variable: "{{ global:DATE }}", StringEquals: x }, Steps: [${pause("p")}] } }`;
    expect(broken(`parameters: { A: { type: StringList, default: [] } }\n${steps(loop)}`)).toEqual([
      "!input-combination",
    ]);
  });

  it("are an error if both are parameters that somebody must give", () => {
    const run = `{ name: a, action: "aws:runCommand", timeoutSeconds: 9, inputs: { DocumentName: x, InstanceIds: "{{ A }}", Targets: "{{ B }}" } }`;
    expect(broken(`parameters: { A: { type: StringList }, B: { type: MapList } }\n${steps(run)}`)).toEqual([
      "!input-combination",
    ]);
  });
});

describe("a comment that looks like a setting", () => {
  it.each([
    "# targetType: AWS::EC2::Instance",
    "# targetType AWS::EC2::Instance",
    "# TargetType: /AWS::EC2::Instance",
    "# target-type: /AWS::EC2::Instance",
    "  # targetType: /AWS::EC2::Instance",
    "# permissions: ec2:DescribeImages on *",
    "# fleetbook ignore unused-parameter: why",
    "# fleetbook-ignores unused-parameter: why",
  ])("is a warning if it sets nothing: %s", (comment) => {
    expect(broken(`${steps(pause("a"))}${comment}\n`)).toEqual(["comment-without-effect"]);
  });

  it("is a warning in a script too", () => {
    const script =
      "- name: a\n    action: aws:executeScript\n    inputs:\n      Runtime: python3.11\n      Handler: h\n      Script: |\n        # permission: ec2:DescribeImages on *\n        def h(e, c): return 1\n";
    expect(broken(`mainSteps:\n  ${script}`)).toEqual(["comment-without-effect"]);
  });

  it.each(["# targetType: /AWS::EC2::Instance", "# The target type is the instance."])("is fine: %s", (comment) => {
    expect(broken(`${steps(pause("a"))}${comment}\n`)).toEqual([]);
  });
});

describe("forms that published runbooks have", () => {
  it.each([
    "forms-in-published-runbooks",
    "duplicate-key",
    "quoted-text-in-first-column",
    "reference-to-step-that-never-runs-before",
  ])("are no errors: %s", (name) => {
    const { findings } = lintSource(parseSource(caseText(name), "a.yaml"));
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
