import Ajv from "ajv";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ACTION_NAMES } from "../../../src/document/action-table";
import { runbookJsonSchema } from "../../../src/document/schema/json-schema";
import { renderYaml } from "../../../src/document/render";
import { shippedRunbooks } from "../../fixtures/shipped-runbooks";

const validate = new Ajv({ allErrors: true }).compile(runbookJsonSchema());
const PROJECT = join(__dirname, "../../..");

/** The places of what an editor would underline. */
function underlined(text: string): readonly string[] {
  return validate(parse(text)) === true
    ? []
    : [...new Set((validate.errors ?? []).map(({ dataPath, params }) => `${dataPath} ${JSON.stringify(params)}`))];
}

const folderFiles = (folder: string): readonly string[] =>
  readdirSync(join(PROJECT, folder))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join(folder, name));

const FILES = [
  ...folderFiles("src/sandbox/systems-manager/documents/amazon"),
  ...folderFiles("__tests__/fixtures/organization/runbooks"),
  "__tests__/example/reboot-when-idle.yaml",
  "__tests__/fixtures/cases/forms-in-published-runbooks.yaml",
];

const runbook = (steps: string): string => `
schemaVersion: "0.3"
mainSteps:
${steps.replace(/^/gm, "  ")}
`;

describe("the JSON Schema of runbooks", () => {
  it.each([...shippedRunbooks])("accepts %s", (_, { document }) => {
    expect(underlined(renderYaml(document))).toEqual([]);
  });

  it.each(FILES)("accepts %s", (file) => {
    expect(underlined(readFileSync(join(PROJECT, file), "utf8"))).toEqual([]);
  });

  it("offers every action, and says what each does", () => {
    const { definitions } = runbookJsonSchema() as {
      readonly definitions: {
        readonly step: { readonly properties: { readonly action: { readonly oneOf: object[] } } };
      };
    };
    const offered = definitions.step.properties.action.oneOf;
    expect(offered).toHaveLength(ACTION_NAMES.length);
    expect(offered).toContainEqual({ const: "aws:sleep", description: "Waits." });
  });

  it.each([
    ["an unknown property of a step", "- { name: wait, action: aws:sleep, inputs: { Duration: PT1M }, next: end }"],
    ["an unknown action", "- { name: wait, action: aws:wait, inputs: {} }"],
    ["an input that the action does not have", "- { name: wait, action: aws:sleep, inputs: { Seconds: 60 } }"],
    ["a missing input", "- { name: run, action: aws:runCommand, inputs: { InstanceIds: [i-0123456789abcdef0] } }"],
    ["missing inputs", "- { name: run, action: aws:runCommand }"],
    ["a value of the wrong form", "- { name: wait, action: aws:sleep, inputs: { Duration: 1 minute } }"],
    [
      "a reference where none is resolved",
      '- { name: wait, action: aws:sleep, isEnd: "{{ End }}", inputs: { Duration: PT1M } }',
    ],
    [
      "an operator that there is not",
      '- { name: on, action: aws:branch, inputs: { Choices: [{ Variable: "{{ A }}", StringIs: b, NextStep: c }] } }',
    ],
    [
      "a choice without a next step",
      '- { name: on, action: aws:branch, inputs: { Choices: [{ Variable: "{{ A }}", StringEquals: b }] } }',
    ],
    [
      "a step inside of a loop",
      "- { name: again, action: aws:loop, inputs: { Iterators: [a], Steps: [{ name: wait, action: aws:sleep, inputs: { Seconds: 1 } }] } }",
    ],
  ])("underlines %s", (_, steps) => {
    expect(underlined(runbook(steps))).not.toEqual([]);
  });

  it.each([
    [
      "a reference in place of any value",
      '- { name: wait, action: aws:sleep, timeoutSeconds: "{{ T }}", inputs: { Duration: "{{ D }}" } }',
    ],
    [
      "what AWS converts",
      '- { name: wait, action: aws:sleep, timeoutSeconds: "60", isEnd: "true", inputs: { Duration: PT1M } }',
    ],
    [
      "nested conditions",
      '- { name: on, action: aws:branch, inputs: { Choices: [{ Not: { And: [{ Variable: "{{ A }}", NumericGreater: 1 }] }, NextStep: c }] } }',
    ],
    [
      "what an API takes",
      "- { name: call, action: aws:executeAwsApi, inputs: { Service: ec2, Api: DescribeInstances, MaxResults: 5 } }",
    ],
  ])("accepts %s", (_, steps) => {
    expect(underlined(runbook(steps))).toEqual([]);
  });
});
