import { checkAutomationContent } from "../../../../src/sandbox/systems-manager/documents/check-content";
import { caseText } from "../../../fixtures/published-case";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";

const SLEEP = { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1S" } };
const RUN = { name: "run", action: "aws:runCommand", inputs: { DocumentName: "AWS-RunShellScript" } };

function document(overrides: object = {}): object {
  return { schemaVersion: "0.3", mainSteps: [SLEEP], ...overrides };
}

function refusal(content: object | string, format = "JSON"): AwsError | undefined {
  try {
    checkAutomationContent(typeof content === "string" ? content : JSON.stringify(content), format, "check-os");
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

it("A valid Automation document is accepted as JSON and as YAML", () => {
  expect(refusal(document())).toBeUndefined();
  expect(
    refusal('schemaVersion: "0.3"\nmainSteps: [{ name: a, action: "aws:pause", inputs: {} }]', "YAML"),
  ).toBeUndefined();
});

it.each([
  "conversions",
  "selectors",
  "forms-in-published-runbooks",
  "imports-boto3-calls-nothing",
  "duplicate-key",
  "quoted-text-in-first-column",
  "reference-to-step-that-never-runs-before",
])("A form that published runbooks have is accepted: %s", (name) => {
  expect(refusal(caseText(name), "YAML")).toBeUndefined();
});

it("An Automation document with warnings is accepted", () => {
  expect(refusal(document({ parameters: { Unused: { type: "String" } } }))).toBeUndefined();
});

it("An Automation document is accepted if its error makes only executions fail, as on AWS", () => {
  const approve = { name: "ask", action: "aws:approve", inputs: { MinRequiredApprovals: 2, Approvers: ["me"] } };
  expect(refusal(document({ mainSteps: [approve] }))).toBeUndefined();
});

it.each<[string, object | string, string]>([
  ["a string that is not JSON", "schemaVersion: '0.3'", "JSON not well-formed."],
  ["JSON that is not an object", "[]", "JSON not well-formed."],
  [
    "another schema version",
    document({ schemaVersion: "2.2" }),
    "2.2 is not a valid schema version for Automation document type",
  ],
  ["a document without steps", { schemaVersion: "0.3" }, 'Missing "mainSteps" in the document.'],
  ["a document with an empty list of steps", document({ mainSteps: [] }), 'Missing "mainSteps" in the document.'],
  ["a step without a name", document({ mainSteps: [{ ...SLEEP, name: undefined }] }), 'Missing "name" in step detail.'],
  [
    "a step without an action",
    document({ mainSteps: [{ ...SLEEP, action: undefined }] }),
    'Missing "action" in step detail.',
  ],
  ["an invalid step name", document({ mainSteps: [{ ...SLEEP, name: "a-b" }] }), "StepName: a-b is invalid."],
  [
    "two steps with one name",
    document({ mainSteps: [SLEEP, SLEEP] }),
    "Duplicate step names found in mainSteps of the document.",
  ],
  ["an unknown action", document({ mainSteps: [{ ...SLEEP, action: "aws:dance" }] }), "Unknown action: aws:dance"],
  [
    "an unknown input",
    document({ mainSteps: [{ ...RUN, inputs: { ...RUN.inputs, commands: [] } }] }),
    "Unknown input names provided. Known=[ [",
  ],
  [
    "a missing input",
    document({ mainSteps: [{ ...RUN, inputs: { InstanceIds: ["i-1"] } }] }),
    "Missing required input names. Required=[ [DocumentName] ], Provided =[ [InstanceIds] ].",
  ],
  [
    "an invalid parameter name",
    document({ parameters: { a_b: { type: "String" } } }),
    'Parameter name "a_b" is not alpha-numeric.',
  ],
  ["an unknown parameter type", document({ parameters: { a: { type: "Text" } } }), "Parameter type: Text is invalid."],
  ["a parameter without a type", document({ parameters: { a: {} } }), 'Missing "type" in parameter definition.'],
  [
    "a default of another type",
    document({ parameters: { a: { type: "StringList", default: "x" } } }),
    'Wrong default value for a "StringList" parameters',
  ],
  [
    "an undeclared parameter",
    document({ mainSteps: [{ ...SLEEP, inputs: { Duration: "{{ Time }}" } }] }),
    'Parameter "Time" is not declared.',
  ],
  [
    "a nextStep that does not exist",
    document({ mainSteps: [{ ...SLEEP, nextStep: "gone" }] }),
    'Unknown step name: "gone" in nextStep',
  ],
  [
    "an onFailure step that does not exist",
    document({ mainSteps: [{ ...SLEEP, onFailure: "step:gone" }] }),
    'Unknown step name: "gone" in onFailure',
  ],
  [
    "isEnd with nextStep",
    document({
      mainSteps: [
        { ...SLEEP, isEnd: true, nextStep: "b" },
        { ...SLEEP, name: "b" },
      ],
    }),
    '"isEnd == true" and nextStep should not exist in same step.',
  ],
  [
    "an output of a step that does not exist",
    document({ outputs: ["gone.Output"] }),
    "Unknown step name in named output: gone.Output",
  ],
  ["an unknown property", document({ steps: [] }), 'Unknown property "steps".'],
])("An Automation document with %s is refused with AWS's message", (_, content, sentence) => {
  const { code, message, status } = refusal(content) ?? {};
  expect({ code, status }).toEqual({ code: "InvalidDocumentContent", status: 400 });
  expect(message?.split("\n")[0]).toContain(sentence);
});

it("A refusal gives the place and the remedy after AWS's sentence", () => {
  expect(refusal(document({ mainSteps: [{ ...SLEEP, action: "aws:slep" }] }))?.message.split("\n")).toEqual([
    "Unknown action: aws:slep",
    expect.stringMatching(/^check-os:1:\d+: Automation has no action "aws:slep"\. Did you mean "aws:sleep"\?$/),
  ]);
});

it("Steps that form a cycle are refused with the linter's message alone", () => {
  const steps = [
    { ...SLEEP, nextStep: "b" },
    { ...SLEEP, name: "b", nextStep: "wait" },
  ];
  expect(refusal(document({ mainSteps: steps }))).toMatchObject({
    code: "InvalidDocumentContent",
    message: expect.stringContaining("The steps form a cycle") as string,
  });
});

it("Malformed YAML is refused with its line", () => {
  expect(refusal('schemaVersion: "0.3"\nmainSteps: [', "YAML")?.message).toContain("check-os:2:");
});

it("A document of more than 64 KB is refused", () => {
  expect(refusal(document({ description: "x".repeat(65_536) }))?.code).toBe("MaxDocumentSizeExceeded");
});
