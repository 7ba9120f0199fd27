import { lintSource } from "../../../src/document/lint/lint";
import { parseSource } from "../../../src/document/parse";

const INSTANCE = "InstanceIds: [i-0123456789abcdef0]";
const COMMAND = `DocumentName: AWS-RunShellScript, ${INSTANCE}`;

/** A step that runs a command with this text in it, or whole. */
const paste = (commands: string): string =>
  `- { name: paste, action: "aws:runCommand", timeoutSeconds: 60, inputs: { ${COMMAND}, Parameters: { commands: ${commands} } } }`;

const find = (selector: string, type = "String", api = "DescribeInstances"): string =>
  `- { name: find, action: "aws:executeAwsApi", inputs: { Service: ec2, Api: ${api} }, outputs: [{ Name: Found, Selector: "${selector}", Type: ${type} }] }`;

const HEAD = `schemaVersion: "0.3"
parameters:
  Free: { type: String }
  Names: { type: StringList }
  Count: { type: Integer }
  Host: { type: String, allowedPattern: "^[a-z]+$" }
  Hosts: { type: StringList, allowedPattern: "^[a-z]+$" }
  Instance: { type: "AWS::EC2::Instance::Id" }
variables:
  Last: { type: String, default: none }
  Kind: { type: String, default: a, allowedValues: [a, b] }
mainSteps:
`;

/** What the rule says about a document with these steps. */
function injections(...steps: string[]): readonly string[] {
  const text = `${HEAD}${steps.map((step) => `  ${step}\n`).join("")}`;
  return lintSource(parseSource(text, "x.yaml"))
    .findings.filter(({ rule }) => rule === "injection")
    .map(({ message, remedy }) => `${message} ${remedy}`);
}

const PARAMETER = "Give the parameter an allowedPattern or allowedValues; a script can also read it from InputPayload.";
const OTHER =
  "Let an aws:executeScript step read the value from InputPayload, and return it only if it is as expected.";
const found = (sources: string, remedy: string): readonly string[] => [
  `Any string can become part of the code through ${sources}. ${remedy}`,
];

describe("a value that becomes part of a command", () => {
  it.each([
    ["in a command", '["id {{ Free }}"]', "{{ Free }}"],
    ["that is a whole command", '["{{ Free }}"]', "{{ Free }}"],
    ["that is the list of commands", '"{{ Names }}"', "{{ Names }}"],
    [
      "of which two are in one command",
      '["{{ Free }} {{ Names }} {{ Host }} {{ Free }}"]',
      "{{ Free }} and {{ Names }}",
    ],
  ])("can be any string if it is a parameter %s", (_where, commands, sources) => {
    expect(injections(paste(commands))).toEqual(found(sources, PARAMETER));
  });

  it.each([
    ["a parameter with a pattern", "{{ Host }}"],
    ["a number", "{{ Count }}"],
    ["an id of the console's own type", "{{ Instance }}"],
    ["a value of the system", "{{ global:DATE }}"],
    ["a variable with allowed values", "{{ variable:Kind }}"],
    ["a variable that is never set", "{{ variable:Last }}"],
  ])("is restricted if it is %s", (_what, reference) => {
    expect(injections(paste(`["id ${reference}"]`))).toEqual([]);
  });

  const loop = (iterators: string, type = "String"): string =>
    `- { name: each, action: "aws:loop", inputs: { Iterators: ${iterators}, IteratorDataType: ${type}, Steps: [${paste('["id {{ each.CurrentIteratorValue }}"]').slice(2)}] } }`;

  it("can be any string if it is an item of a free list in a loop", () => {
    const sources = (list: string) => `{{ each.CurrentIteratorValue }}, which is parameter ${list}`;
    expect(injections(loop('"{{ Names }}"'))).toEqual(found(sources("Names"), PARAMETER));
    expect(injections(loop('["a", "{{ Free }}"]'))).toEqual(found(sources("Free"), PARAMETER));
    expect(injections(loop('"{{ Hosts }}"'))).toEqual([]);
    expect(injections(loop("[a, b]"))).toEqual([]);
    expect(injections(loop('"{{ Names }}"', "Integer"))).toEqual([]);
  });

  it("can be any string if it is a tag, in a loop or a variable as well", () => {
    const tag = find("$.Reservations[0].Instances[0].Tags[?(@.Key == 'Name')].Value", "StringList");
    const isTag = "which is a tag that step find reads";
    expect(injections(tag, paste('["id {{ find.Found }}"]'))).toEqual(found(`{{ find.Found }}, ${isTag}`, OTHER));
    expect(injections(tag, loop('"{{ find.Found }}"'))).toEqual(
      found(`{{ each.CurrentIteratorValue }}, ${isTag}`, OTHER),
    );
    const remember =
      '- { name: remember, action: "aws:updateVariable", inputs: { Name: "variable:Last", Value: "{{ find.Found }}" } }';
    expect(injections(tag, remember, paste('["id {{ variable:Last }}"]'))).toEqual(
      found(`{{ variable:Last }}, ${isTag}`, OTHER),
    );
  });

  it("can be any string if it is a map with tags in it", () => {
    const map = find("$.Reservations[0].Instances[0]", "StringMap");
    expect(injections(map, paste('["echo {{ find.Found }}"]'))).toHaveLength(1);
    const mappings = find("$.Reservations[0].Instances[0].BlockDeviceMappings", "MapList");
    expect(injections(mappings, paste('["echo {{ find.Found }}"]'))).toEqual([]);
  });

  it("can be any string if somebody has described a resource with it", () => {
    expect(
      injections(find("$.Images[0].Description", "String", "DescribeImages"), paste('["id {{ find.Found }}"]')),
    ).toEqual(found("{{ find.Found }}, which is a text that step find reads", OTHER));
  });

  it.each(["$.Reservations[0].Instances[0].InstanceId", "$..State.Name"])("is AWS's own if it is at %s", (selector) => {
    expect(injections(find(selector, "StringList"), paste('["id {{ find.Found }}"]'))).toEqual([]);
  });

  it("is AWS's own if a list of tags says with it which resource has the tag", () => {
    const tagged = (selector: string) => [find(selector, "String", "DescribeTags"), paste('["id {{ find.Found }}"]')];
    expect(injections(...tagged("$.Tags[0].ResourceId"))).toEqual([]);
    expect(injections(...tagged("$.Tags[0].Key"))).toHaveLength(1);
  });

  it("can be any string if a node has printed it", () => {
    const ask = `- { name: ask, action: "aws:runCommand", timeoutSeconds: 60, inputs: { ${COMMAND}, Parameters: { commands: [hostname] } }, outputs: [{ Name: Host, Selector: "$.CommandPlugins[0].Output", Type: String }, { Name: Code, Selector: "$.CommandPlugins[0].ResponseCode", Type: Integer }] }`;
    const printed = (name: string) => found(`{{ ask.${name} }}, which is what a node prints in step ask`, OTHER);
    for (const name of ["Host", "Output", "OutputPayload"]) {
      expect(injections(ask, paste(`["id {{ ask.${name} }}"]`))).toEqual(printed(name));
    }
    for (const name of ["Code", "CommandId", "Status"]) {
      expect(injections(ask, paste(`["id {{ ask.${name} }}"]`))).toEqual([]);
    }
  });

  it("is checked by the script that returns it", () => {
    const script =
      "- { name: check, action: \"aws:executeScript\", timeoutSeconds: 60, inputs: { Runtime: python3.11, Handler: h, InputPayload: { Text: '{{ Free }}' }, Script: 'def h(e, c): return e' } }";
    expect(injections(script, paste('["id {{ check.Payload }}"]'))).toEqual([]);
  });

  it("is followed only once if it comes from itself", () => {
    const set =
      '- { name: set, action: "aws:updateVariable", inputs: { Name: "variable:Last", Value: "{{ variable:Last }}" } }';
    expect(injections(set, paste('["id {{ variable:Last }}"]'))).toEqual([]);
    expect(injections(loop('"{{ each.CurrentIteratorValue }}"'))).toEqual([]);
  });
});

describe("code", () => {
  it("is also a script, the command of AWS-RunRemoteScript, and the command of a SendCommand", () => {
    const steps = [
      '- { name: script, action: "aws:executeScript", timeoutSeconds: 60, inputs: { Runtime: python3.11, Handler: h, Script: \'def h(e, c): return "{{ Free }}"\' } }',
      `- { name: remote, action: "aws:runCommand", timeoutSeconds: 60, inputs: { DocumentName: AWS-RunRemoteScript, ${INSTANCE}, Parameters: { commandLine: "run.sh {{ Free }}" } } }`,
      `- { name: send, action: "aws:executeAwsApi", inputs: { Service: ssm, Api: SendCommand, ${COMMAND}, Parameters: { commands: ["id {{ Free }}"] } } }`,
    ];
    for (const step of steps) expect(injections(step)).toEqual(found("{{ Free }}", PARAMETER));
  });

  it("is not the payload of a script, nor another parameter of a command", () => {
    expect(
      injections(
        "- { name: script, action: \"aws:executeScript\", timeoutSeconds: 60, inputs: { Runtime: python3.11, Handler: h, InputPayload: { Text: '{{ Free }}' }, Script: 'def h(e, c): return e' } }",
        `- { name: run, action: "aws:runCommand", timeoutSeconds: 60, inputs: { ${COMMAND}, Parameters: { commands: [date], workingDirectory: "{{ Free }}" } } }`,
      ),
    ).toEqual([]);
  });
});
