import { checkDocument, type GivenDocument } from "../../../../src/sandbox/systems-manager/documents/check-document";
import { caseText } from "../../../fixtures/published-case";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";

const SLEEP = { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1S" } };
const RUN = { name: "run", action: "aws:runCommand", inputs: { DocumentName: "AWS-RunShellScript" } };

function document(overrides: object = {}): object {
  return { schemaVersion: "0.3", mainSteps: [SLEEP], ...overrides };
}

function refusal(content: object | string, format = "JSON", given: Partial<GivenDocument> = {}): AwsError | undefined {
  try {
    checkDocument({
      content: typeof content === "string" ? content : JSON.stringify(content),
      format,
      name: "check-os",
      type: "Automation",
      attachments: [],
      ...given,
    });
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
  expect(refusal(caseText(name), "YAML", { attachments: undefined })).toBeUndefined();
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

const SHELL = { name: "run", action: "aws:runShellScript", inputs: { runCommand: ["echo {{ Word }}"] } };
const WORD = { Word: { type: "String", default: "hello" } };
const COMMAND = { schemaVersion: "2.2", description: "Says a word.", parameters: WORD, mainSteps: [SHELL] };
const LEGACY = {
  schemaVersion: "1.2",
  parameters: WORD,
  runtimeConfig: { "aws:runShellScript": { properties: [{ id: "0", runCommand: "echo {{ Word }}" }] } },
};
const SESSION = { schemaVersion: "1.0", sessionType: "Standard_Stream", inputs: { idleSessionTimeout: "20" } };
const PACKAGE = {
  schemaVersion: "2.0",
  version: "1.0.0",
  packages: { windows: { _any: { x86_64: { file: "a.zip" } } } },
  files: { "a.zip": { checksums: { sha256: "00" } } },
};
const CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n";
const ZIP = [{ Key: "S3FileUrl" as const, Values: ["https://bucket.s3.amazonaws.com/folder/a.zip"] }];

it.each<[string, string, object | string, Partial<GivenDocument>]>([
  ["2.2", "Command", COMMAND, {}],
  ["2.0", "Command", { ...COMMAND, schemaVersion: "2.0" }, {}],
  ["1.2", "Command", LEGACY, {}],
  ["2.0", "Policy", { schemaVersion: "2.0", mainSteps: [{ name: "a", action: "aws:softwareInventory" }] }, {}],
  ["1.0", "Session", SESSION, {}],
  ["2.0", "Package", PACKAGE, { attachments: ZIP }],
  ["no", "ChangeCalendar", CALENDAR, {}],
])("A document with %s schema version and of the type %s is accepted", (_, type, content, given) => {
  expect(refusal(content, type === "ChangeCalendar" ? "TEXT" : "JSON", { type, ...given })).toBeUndefined();
});

it("References in a Command document that are none of a parameter are accepted", () => {
  const runCommand = ["{{ssm:/a}} {{.Names}} {{ global:REGION }}"];
  expect(refusal({ ...COMMAND, mainSteps: [{ ...SHELL, inputs: { runCommand } }] }, "JSON", { type: "Command" })).toBe(
    undefined,
  );
});

it.each<[string, string, object | string, string]>([
  [
    "a runbook without DocumentType",
    "Command",
    document(),
    "0.3 is not a valid schema version for Command document type",
  ],
  ["a wrong schema version", "Command", { ...COMMAND, schemaVersion: "2.1" }, "2.1 is not a valid schema version"],
  [
    "a version that is a number",
    "Command",
    { ...COMMAND, schemaVersion: 2.2 },
    'Use the string "1.2" or "2.0" or "2.2"',
  ],
  ["no schema version", "Command", { mainSteps: [SHELL] }, 'Missing "schemaVersion" in the document.'],
  ["no steps", "Command", { schemaVersion: "2.2", mainSteps: [] }, 'Missing "mainSteps" in the document.'],
  [
    "steps that are no list",
    "Command",
    { ...COMMAND, mainSteps: { a: SHELL } },
    'Missing "mainSteps" in the document.',
  ],
  ["a step without a name", "Command", { ...COMMAND, mainSteps: [{ action: SHELL.action }] }, 'Missing "name" in step'],
  [
    "a step without a plugin",
    "Command",
    { ...COMMAND, mainSteps: [{ name: "a" }] },
    'Missing "action" in step detail.',
  ],
  ["a step that is no map", "Command", { ...COMMAND, mainSteps: ["a"] }, 'Missing "name" in step detail.'],
  ["a bad step name", "Command", { ...COMMAND, mainSteps: [{ ...SHELL, name: "a b" }] }, "StepName: a b is invalid."],
  ["a name twice", "Command", { ...COMMAND, mainSteps: [SHELL, SHELL] }, "Duplicate step names found in mainSteps"],
  [
    "an unknown plugin",
    "Command",
    { ...COMMAND, mainSteps: [{ ...SHELL, action: "aws:sleep" }] },
    "Unknown action: aws:sleep",
  ],
  ["an unknown legacy plugin", "Command", { ...LEGACY, runtimeConfig: { "aws:x": {} } }, "Unknown action: aws:x"],
  ["no legacy plugin", "Command", { ...LEGACY, runtimeConfig: {} }, 'Missing "runtimeConfig" in the document.'],
  ["an undeclared parameter", "Command", { ...COMMAND, parameters: {} }, 'Parameter "Word" is not declared.'],
  ["an undeclared parameter", "Command", { ...LEGACY, parameters: {} }, 'Parameter "Word" is not declared.'],
  ["parameters that are no map", "Command", { ...COMMAND, parameters: ["Word"] }, "Parameters are invalid."],
  ["a parameter without a type", "Command", { ...COMMAND, parameters: { Word: {} } }, 'Missing "type" in parameter'],
  ["a parameter that is no map", "Command", { ...COMMAND, parameters: { Word: "a" } }, 'Missing "type" in parameter'],
  [
    "an unknown type",
    "Command",
    { ...COMMAND, parameters: { Word: { type: "Text" } } },
    "Parameter type: Text is invalid.",
  ],
  [
    "a bad parameter name",
    "Command",
    { ...COMMAND, parameters: { ...WORD, "a-b": { type: "String" } } },
    'Parameter name "a-b" is not alpha-numeric.',
  ],
  [
    "a bad default",
    "Command",
    { ...COMMAND, parameters: { Word: { type: "Boolean", default: "True" } } },
    'Wrong default value for a "Boolean" parameters',
  ],
  [
    "a bad interpolation type",
    "Command",
    { ...COMMAND, parameters: { Word: { type: "String", interpolationType: "ENV" } } },
    "Use ENV_VAR",
  ],
  ["an unknown property", "Command", { ...COMMAND, assumeRole: "" }, 'Unknown property "assumeRole".'],
  ["a list as its content", "Command", "[]", "JSON not well-formed."],
  ["a string as its content", "Command", '"a"', "JSON not well-formed."],
  ["a wrong schema version", "Policy", { ...COMMAND, schemaVersion: "2.2" }, "for Policy document type"],
  ["a wrong schema version", "Session", { ...SESSION, schemaVersion: "2.2" }, "for Session document type"],
  ["no session type", "Session", { schemaVersion: "1.0" }, "Use one of Standard_Stream"],
  ["inputs that are no map", "Session", { ...SESSION, inputs: "a" }, "The inputs are invalid."],
  [
    "an undeclared parameter",
    "Session",
    { ...SESSION, properties: { linux: "{{ a }}" } },
    'Parameter "a" is not declared.',
  ],
  ["no files", "Package", { ...PACKAGE, files: {} }, 'Missing "files" in the document.'],
  ["no version", "Package", { ...PACKAGE, version: undefined }, 'Missing "version" in the document.'],
  ["an attachment that is not there", "Package", PACKAGE, "The attachment is not there. files.a.zip: Pass it in"],
  ["another text", "ChangeCalendar", "BEGIN:VEVENT\n", "The calendar is not well-formed."],
  ["parameters without a type", "ApplicationConfiguration", { parameters: { a: {} } }, 'Missing "type" in parameter'],
])("With %s a %s document is refused", (_, type, content, message) => {
  expect(refusal(content, "JSON", { type })).toMatchObject({
    code: "InvalidDocumentContent",
    message: expect.stringContaining(message) as string,
  });
});

it.each(["Command", "Session", "Package", "ChangeCalendar"])("A %s document of more than 64 KB is refused", (type) => {
  expect(refusal("x".repeat(65_537), "JSON", { type })?.code).toBe("MaxDocumentSizeExceeded");
});

it("The attachment of a runbook that is not passed is refused, except by an update", () => {
  const files = { "a.zip": { checksums: { sha256: "0".repeat(64) } } };
  expect(refusal(document({ files }))?.message).toContain("The attachment is not there.");
  expect(refusal(document({ files }), "JSON", { attachments: undefined })).toBeUndefined();
  expect(refusal(document({ files }), "JSON", { attachments: ZIP })).toBeUndefined();
  const folder = [{ Key: "SourceUrl" as const, Values: ["https://bucket.s3.amazonaws.com/folder"] }];
  expect(refusal(document({ files }), "JSON", { attachments: folder })).toBeUndefined();
});

it("A Command document in YAML that is not well-formed is refused", () => {
  expect(refusal("mainSteps: [", "YAML", { type: "Command" })?.message).toMatch(
    /^YAML not well-formed\. .*check-os:1:/s,
  );
});

it("The message names the place and the remedy", () => {
  const content = { ...COMMAND, mainSteps: [SHELL, { name: "b", action: "aws:sleep" }] };
  expect(refusal(content, "JSON", { type: "Command" })?.message).toBe(
    "Unknown action: aws:sleep. mainSteps[1].action: Use one of the plugins in AWS's reference for Command documents.",
  );
});
