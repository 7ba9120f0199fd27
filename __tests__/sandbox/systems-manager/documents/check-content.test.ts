import { checkAutomationContent } from "../../../../src/sandbox/systems-manager/documents/check-content";
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

it("lets a sound document pass, in either format", () => {
  expect(refusal(document())).toBeUndefined();
  expect(
    refusal('schemaVersion: "0.3"\nmainSteps: [{ name: a, action: "aws:pause", inputs: {} }]', "YAML"),
  ).toBeUndefined();
});

it("lets warnings pass", () => {
  expect(refusal(document({ parameters: { Unused: { type: "String" } } }))).toBeUndefined();
});

it("lets errors pass with which AWS accepts the document, because only an execution fails", () => {
  const approve = { name: "ask", action: "aws:approve", inputs: { MinRequiredApprovals: 2, Approvers: ["me"] } };
  expect(refusal(document({ mainSteps: [approve] }))).toBeUndefined();
});

it.each<[string, object | string, string]>([
  ["text that is not JSON", "schemaVersion: '0.3'", "JSON not well-formed."],
  ["JSON that is no map", "[]", "JSON not well-formed."],
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
  ["a bad step name", document({ mainSteps: [{ ...SLEEP, name: "a-b" }] }), "StepName: a-b is invalid."],
  [
    "two steps of one name",
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
    "a parameter's name",
    document({ parameters: { a_b: { type: "String" } } }),
    'Parameter name "a_b" is not alpha-numeric.',
  ],
  ["a parameter's type", document({ parameters: { a: { type: "Text" } } }), "Parameter type: Text is invalid."],
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
    "a link to nowhere",
    document({ mainSteps: [{ ...SLEEP, nextStep: "gone" }] }),
    'Unknown step name: "gone" in nextStep',
  ],
  [
    "a failure step that is not there",
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
  ["an output of no step", document({ outputs: ["gone.Output"] }), "Unknown step name in named output: gone.Output"],
  ["an unknown property", document({ steps: [] }), 'Unknown property "steps".'],
])("refuses %s in AWS's words", (_, content, sentence) => {
  const { code, message, status } = refusal(content) ?? {};
  expect({ code, status }).toEqual({ code: "InvalidDocumentContent", status: 400 });
  expect(message?.split("\n")[0]).toContain(sentence);
});

it("says after AWS's sentence where it is and what to do", () => {
  expect(refusal(document({ mainSteps: [{ ...SLEEP, action: "aws:slep" }] }))?.message.split("\n")).toEqual([
    "Unknown action: aws:slep",
    expect.stringMatching(/^check-os:1:\d+: Automation has no action "aws:slep"\. Did you mean "aws:sleep"\?$/),
  ]);
});

it("refuses steps that form a cycle, for which no sentence of AWS's is known", () => {
  const steps = [
    { ...SLEEP, nextStep: "b" },
    { ...SLEEP, name: "b", nextStep: "wait" },
  ];
  expect(refusal(document({ mainSteps: steps }))).toMatchObject({
    code: "InvalidDocumentContent",
    message: expect.stringContaining("The steps form a cycle") as string,
  });
});

it("refuses YAML that cannot be read, with the line", () => {
  expect(refusal('schemaVersion: "0.3"\nmainSteps: [', "YAML")?.message).toContain("check-os:2:");
});

it("refuses more than 64 KB", () => {
  expect(refusal(document({ description: "x".repeat(65_536) }))?.code).toBe("MaxDocumentSizeExceeded");
});
