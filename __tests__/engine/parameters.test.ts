import type { AutomationDocument } from "../../src/document/model";
import type { ApiParameters } from "../../src/engine/records";
import { callStep, documentOf, run } from "./run-document";
import type { Fakes } from "./fake-platform";

type Definitions = NonNullable<AutomationDocument["parameters"]>;

/** What a reference to the parameter P gives. */
async function valueOf(
  definition: Definitions[string],
  given?: readonly string[],
  fakes: Fakes = {},
): Promise<unknown> {
  const { platform } = await run(
    documentOf([callStep("send", "ok", { inputs: { Value: "{{ P }}" } })], { parameters: { P: definition } }),
    fakes,
    given === undefined ? {} : { Parameters: { P: given } },
  );
  return platform.calls.at(-1)?.parameters["Value"];
}

function refusal(definitions: Definitions, given: ApiParameters = {}): Promise<unknown> {
  return run(documentOf([callStep("send", "ok")], { parameters: definitions }), {}, { Parameters: given }).catch(
    (error: unknown) => error,
  );
}

describe("a parameter's value", () => {
  it("has system values resolved in its default, but no other parameters", async () => {
    const definition = { type: "String", default: "S{{automation:EXECUTION_ID}}-{{ global:REGION }}-{{Q}}" } as const;
    expect(await valueOf(definition)).toBe("S00000000-0000-4000-8000-000000000001-eu-west-1-{{Q}}");
  });

  it("is not interpolated if it is given, even if it looks like a reference", async () => {
    const definition = { type: "String", default: "{{global:REGION}}" } as const;
    expect(await valueOf(definition, ["{{global:REGION}}"])).toBe("{{global:REGION}}");
  });

  it.each([
    ["String", ["x"], "x"],
    ["AWS::EC2::Instance::Id", ["i-1"], "i-1"],
    ["StringList", ["a", "b"], ["a", "b"]],
    ["List<AWS::EC2::Instance::Id>", ["i-1"], ["i-1"]],
    ["Boolean", ["true"], true],
    ["Boolean", ["False"], false],
    ["Integer", ["5"], 5],
    ["StringMap", ['{"k":"v"}'], { k: "v" }],
    ["MapList", ['{"k":"v"}', '{"l":"w"}'], [{ k: "v" }, { l: "w" }]],
    ["MapList", ['[{"k":"v"}]'], [{ k: "v" }]],
  ] as const)("of type %s is decoded from the strings %j", async (type, texts, value) => {
    expect(await valueOf({ type }, texts)).toEqual(value);
  });

  it("may be empty if the default is empty, regardless of the pattern", async () => {
    expect(await valueOf({ type: "String", default: "", allowedPattern: "[0-9]{12}" }, [""])).toBe("");
  });

  it("is the default if none is given", async () => {
    expect(await valueOf({ type: "Integer", default: "5" })).toBe(5);
    expect(await valueOf({ type: "StringMap", default: "{}" })).toEqual({});
    expect(await valueOf({ type: "String", default: "" })).toBe("");
  });
});

describe("a start is refused", () => {
  it.each<[string, Definitions, ApiParameters, string]>([
    ["without a parameter that has no default", { P: { type: "String" } }, {}, "[P]"],
    ["with a parameter that the document does not have", { P: { type: "String", default: "" } }, { Q: ["x"] }, "[Q]"],
    ["with two strings for a String", { P: { type: "String" } }, { P: ["a", "b"] }, '"P" is of type String'],
    ["with a string that is not a number", { P: { type: "Integer" } }, { P: ["five"] }, '"P" is of type Integer'],
    ["with a string that is not a Boolean", { P: { type: "Boolean" } }, { P: ["yes"] }, '"P" is of type Boolean'],
    ["with a string that is not a map", { P: { type: "StringMap" } }, { P: ["[1]"] }, '"P" is of type StringMap'],
    [
      "with a value that is not allowed",
      { P: { type: "String", allowedValues: ["check", "skip"] } },
      { P: ["other"] },
      '"other" is not among the allowedValues',
    ],
    [
      "with an item that does not match the pattern as a whole",
      { P: { type: "StringList", allowedPattern: "i-[0-9]+" } },
      { P: ["i-1", "xi-1"] },
      '"xi-1" does not match the allowedPattern',
    ],
    [
      "with a number whose digits do not match the pattern",
      { P: { type: "Integer", allowedPattern: "[6-9]|[1-9][0-9]" } },
      { P: ["3"] },
      "3 does not match the allowedPattern",
    ],
    [
      "with an empty string that does not match the pattern",
      { P: { type: "String", allowedPattern: "[0-9]{12}" } },
      { P: [""] },
      '"" does not match the allowedPattern',
    ],
    [
      "with a string for which matching the pattern would take for ever",
      { P: { type: "String", allowedPattern: "(a+)+" } },
      { P: [`${"a".repeat(28)}!`] },
      "takes too long to match the allowedPattern",
    ],
    [
      "with an empty string for a parameter with minChars",
      { P: { type: "String", minChars: 1 } },
      { P: [""] },
      "minChars",
    ],
    ["with more than maxChars", { P: { type: "String", maxChars: 2 } }, { P: ["abc"] }, "longer than maxChars"],
    ["with fewer than minItems", { P: { type: "StringList", minItems: 2 } }, { P: ["a"] }, "shorter than minItems"],
  ])("%s", async (_case, definitions, given, message) => {
    const error = await refusal(definitions, given);
    expect(error).toMatchObject({ code: "InvalidAutomationExecutionParametersException" });
    expect(String(error)).toContain(message);
  });
});

describe("a value in Parameter Store", () => {
  const store = (type: string, value: string): Fakes["api"] => ({
    "ssm:GetParameters": ({ Names }) => ({
      Parameters: [{ Name: (Names as string[])[0] ?? "", Type: type, Value: value }],
    }),
  });

  it("is read once, when the execution starts, as its role", async () => {
    const { platform, record } = await run(
      documentOf(
        [
          callStep("first", "ok", { inputs: { Value: "{{ Image }}" } }),
          callStep("second", "ok", { inputs: { Value: "{{ Image }}" } }),
        ],
        {
          assumeRole: "{{ Role }}",
          parameters: {
            Role: { type: "String", default: "arn:aws:iam::111111111111:role/runbook" },
            Image: { type: "String", default: "{{ssm:/image/latest}}" },
          },
        },
      ),
      { api: store("String", "ami-1") ?? {} },
    );
    expect(platform.calls.map(({ name }) => name)).toEqual(["ssm:GetParameters", "test:ok", "test:ok"]);
    expect(platform.calls[0]?.identity.arn).toContain("assumed-role/runbook/");
    expect(platform.calls[1]?.parameters["Value"]).toBe("ami-1");
    expect(record.Parameters["Image"]).toEqual(["ami-1"]);
  });

  it("can be the role itself, which the caller then reads", async () => {
    const { platform } = await run(
      documentOf([callStep("first", "ok")], {
        assumeRole: "{{ Role }}",
        parameters: { Role: { type: "String", default: "{{ssm:/role}}" } },
      }),
      { api: store("String", "arn:aws:iam::111111111111:role/runbook") ?? {} },
    );
    expect(platform.calls.map(({ hasRole }) => hasRole)).toEqual([false, true]);
  });

  it("is split at its commas if it is a StringList", async () => {
    const definition = { type: "StringList", default: "{{ ssm:/zones }}" } as const;
    expect(await valueOf(definition, undefined, { api: store("StringList", "a,b") ?? {} })).toEqual(["a", "b"]);
  });

  it.each([
    ["{{ssm:/x}}", "ami-1"],
    ["{{ ssm:/x }} and {{ssm:/x}}", "ami-1 and ami-1"],
  ])("can be in a value that is given: %s", async (given, expected) => {
    const api = store("String", "ami-1") ?? {};
    expect(await valueOf({ type: "String", allowedValues: [expected] }, [given], { api })).toBe(expected);
  });

  it.each([{ Selector: ":3" }, {}])("can have a version, whether the response repeats it or not: %j", async (more) => {
    const api = {
      "ssm:GetParameters": () => ({ Parameters: [{ Name: "/x", Type: "String", Value: "old", ...more }] }),
    };
    expect(await valueOf({ type: "String" }, ["{{ssm:/x:3}}"], { api })).toBe("old");
  });

  it("can be items of a list that is given", async () => {
    const api = store("StringList", "a,b") ?? {};
    expect(await valueOf({ type: "StringList" }, ["0", "{{ssm:/x}}"], { api })).toEqual(["0", "a", "b"]);
  });

  it("is not read if a value is given", async () => {
    expect(await valueOf({ type: "String", default: "{{ssm:/x}}" }, ["given"])).toBe("given");
  });

  it.each([
    ["is missing", { "ssm:GetParameters": () => ({ Parameters: [], InvalidParameters: ["/x"] }) }, "has no /x"],
    ["is secret", store("SecureString", "hush"), "a SecureString cannot be used"],
    ["is not allowed", store("String", "other"), "not among the allowedValues"],
  ])("that %s is refused at the start", async (_case, api, message) => {
    const definition = { type: "String", default: "{{ssm:/x}}", allowedValues: ["ok"] } as const;
    await expect(valueOf(definition, undefined, { api: api ?? {} })).rejects.toMatchObject({
      code: "InvalidAutomationExecutionParametersException",
      message: expect.stringContaining(message) as string,
    });
  });
});

describe("the record of an execution", () => {
  it("has its parameters as strings, defaults included", async () => {
    const { record } = await run(
      documentOf([callStep("send", "ok")], {
        parameters: {
          Flag: { type: "Boolean", default: true },
          Map: { type: "StringMap" },
          Maps: { type: "MapList", default: [{ k: "v" }] },
        },
      }),
      {},
      { Parameters: { Map: ['{"a": 1}'] } },
    );
    expect(record.Parameters).toEqual({ Flag: ["true"], Map: ['{"a":1}'], Maps: ['{"k":"v"}'] });
  });
});
