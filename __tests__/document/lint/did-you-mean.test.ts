import { lintSource } from "../../../src/document/lint/lint";
import { parseSource } from "../../../src/document/parse";

/** A document with one step of each kind that refers to names; every name is right. */
const RIGHT = `schemaVersion: "0.3"
parameters:
  InstanceId: { type: String }
variables:
  Count: { type: Integer, default: 0 }
files:
  count.zip: { checksums: { sha256: ${"a".repeat(64)} } }
mainSteps:
  - name: find
    action: aws:executeAwsApi
    inputs: { Service: sns, Api: ListTopics }
    outputs: [{ Name: Topic, Selector: $.Topics, Type: String }]
  - name: tell
    action: aws:executeAwsApi
    inputs: { Service: sns, Api: Publish, TopicArn: "{{ find.Topic }}", Message: "{{ InstanceId }}" }
  - name: count
    action: aws:updateVariable
    inputs: { Name: "variable:Count", Value: 1 }
  - name: script
    action: aws:executeScript
    inputs: { Runtime: python3.11, Handler: count.main, Attachment: count.zip }
  - name: command
    action: aws:runCommand
    inputs: { DocumentName: AWS-RunShellScript, InstanceIds: ["i-1"], Parameters: { commands: ["true"] } }
  - name: image
    action: aws:executeAutomation
    inputs:
      DocumentName: AWS-CreateImage
      TargetParameterName: InstanceId
      Targets: [{ Key: "tag:Backup", Values: [daily] }]
  - name: choose
    action: aws:branch
    inputs: { Choices: [{ NextStep: find, Variable: "{{ InstanceId }}", StringEquals: i-1 }] }
    isEnd: true
outputs: [find.Topic]
`;

it.each([
  ["unknown-reference", "{{ InstanceId }}", "{{ InstnaceId }}", "InstanceId"],
  ["unknown-output", "{{ find.Topic }}", "{{ find.Topics }}", "Topic"],
  ["unknown-variable", "variable:Count", "variable:Cuont", "Count"],
  ["unknown-attachment", "Attachment: count.zip", "Attachment: count.zpi", "count.zip"],
  ["unknown-action", "aws:updateVariable", "aws:updateVariables", "aws:updateVariable"],
  ["unknown-input", "Runtime:", "Runtmie:", "Runtime"],
  ["unknown-property", "isEnd:", "isend:", "isEnd"],
  ["unknown-target", "NextStep: find", "NextStep: fnid", "find"],
  ["document-parameter", "{ commands:", "{ command:", "commands"],
  ["target-parameter", "TargetParameterName: InstanceId", "TargetParameterName: InstanceID", "InstanceId"],
  ["document-output", "[find.Topic]", "[fidn.Topic]", "find"],
  ["empty-document-output", "[find.Topic]", "[find.Topci]", "Topic"],
  ["condition", "StringEquals", "StringEqual", "StringEquals"],
  ["parameter-type", "InstanceId: { type: String }", "InstanceId: { type: string }", "String"],
])("%s asks, for %s written as %s, whether it was meant", (rule, right, wrong, meant) => {
  expect(RIGHT).toContain(right);
  const { findings } = lintSource(parseSource(RIGHT.replace(right, wrong), "x.yaml"));
  const remedies = findings.filter((finding) => finding.rule === rule).map(({ remedy }) => remedy);
  expect(remedies).toContain(`Did you mean "${meant}"?`);
});
