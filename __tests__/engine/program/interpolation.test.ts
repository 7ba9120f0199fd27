import type { Json } from "../../../src/document/json";
import type { AutomationDocument } from "../../../src/document/model";
import { NO_OUTPUT } from "../../../src/engine/program/templates";
import { callStep, documentOf, run } from "../run-document";

const PARAMETERS: NonNullable<AutomationDocument["parameters"]> = {
  Text: { type: "String", default: "text" },
  List: { type: "StringList", default: ["a", "b"] },
  Number: { type: "Integer", default: 5 },
  Flag: { type: "Boolean", default: true },
  Map: { type: "StringMap", default: { k: "v" } },
  Maps: { type: "MapList", default: [{ k: "v" }, { l: "w" }] },
  Sly: { type: "String", default: "{{ Text }}" },
};

/** What a step sends to an API for an input that is written like this. */
async function sent(value: Json, before: readonly unknown[] = []): Promise<Json | undefined> {
  const { platform, record } = await run(
    documentOf([...before, callStep("send", "ok", { inputs: { Value: value } })], {
      parameters: PARAMETERS,
      variables: { counter: { type: "Integer", default: 7 }, unset: { type: "String" } },
    }),
    { api: { "test:answer": () => ({ Id: "x", Missing: null }) } },
  );
  if (record.AutomationExecutionStatus !== "Success") throw new Error(record.FailureMessage);
  return platform.calls.at(-1)?.parameters["Value"];
}

const answer = callStep("ask", "answer", {
  outputs: [
    { Name: "Id", Selector: "$.Id", Type: "String" },
    { Name: "None", Selector: "$.Missing.Below", Type: "String" },
  ],
});

describe("a reference", () => {
  it.each<[Json, Json]>([
    ["{{ Text }}", "text"],
    ["{{List}}", ["a", "b"]],
    ["{{ Number }}", 5],
    ["{{ Flag }}", true],
    ["{{ Map }}", { k: "v" }],
    ["{{ Maps }}", [{ k: "v" }, { l: "w" }]],
    ["{{ variable:counter }}", 7],
  ])("that is a whole value keeps its type: %j", async (written, expected) => {
    expect(await sent(written)).toEqual(expected);
  });

  it.each<[Json, Json]>([
    ["<{{ Text }}|{{ Number }}|{{ Flag }}>", "<text|5|true>"],
    ["{{ List }} and {{ Map }}", '["a","b"] and {"k":"v"}'],
    ["echo {The time is {{ global:DATE_TIME }}}", "echo {The time is 2026-01-15_10.00.00}"],
  ])("within a string becomes part of the string: %j", async (written, expected) => {
    expect(await sent(written)).toBe(expected);
  });

  it("to a list as an item of a list inserts the items", async () => {
    expect(await sent(["first", "{{ List }}", "{{ Text }}", "<{{ List }}>"])).toEqual([
      "first",
      "a",
      "b",
      "text",
      '<["a","b"]>',
    ]);
  });

  it("is resolved deep inside maps and lists", async () => {
    expect(await sent([{ Key: { Name: "{{ Text }}" } }])).toEqual([{ Key: { Name: "text" } }]);
  });

  it("is resolved under any key, and an output may have any name", async () => {
    const written = JSON.parse('{"__proto__":"{{ Text }}","constructor":"{{ Number }}"}') as Json;
    expect(JSON.stringify(await sent(written))).toBe('{"__proto__":"text","constructor":5}');
    const odd = callStep("odd", "answer", { outputs: [{ Name: "__proto__", Selector: "$", Type: "StringMap" }] });
    expect(await sent("{{ odd.__proto__ }}", [odd])).toEqual({ Id: "x", Missing: null });
    expect(await sent("{{ odd.constructor }}", [odd])).toBe(NO_OUTPUT);
  });

  it("is not resolved inside the value of another reference", async () => {
    expect(await sent("{{ Sly }}")).toBe("{{ Text }}");
  });

  it("to system values gives date, Region, account, partition and execution ID", async () => {
    expect(
      await sent([
        "{{ global:DATE }}",
        "{{ global:REGION }}",
        "{{ global:ACCOUNT_ID }}",
        "{{ global:AWS_PARTITION }}",
        "{{ automation:EXECUTION_ID }}",
      ]),
    ).toEqual(["2026-01-15", "eu-west-1", "111111111111", "aws", "00000000-0000-4000-8000-000000000001"]);
  });

  it("to RESOURCE_ID is left unchanged", async () => {
    expect(await sent("{{RESOURCE_ID}}")).toBe("{{RESOURCE_ID}}");
  });

  it("to an output gives the output, or AWS's message if there is none", async () => {
    expect(await sent(["{{ ask.Id }}", "{{ ask.None }}", "<{{ ask.Other }}>"], [answer])).toEqual([
      "x",
      NO_OUTPUT,
      `<${NO_OUTPUT}>`,
    ]);
  });

  it("to a variable without a value gives AWS's message", async () => {
    expect(await sent("{{ variable:unset }}")).toBe(NO_OUTPUT);
  });

  it.each(["{{ Nothing }}", "{{ nobody.Output }}", "{{ variable:other }}", "{{ global:WEATHER }}", "{{ ssm:/a }}"])(
    "to what the document does not have fails the step before it acts: %s",
    async (written) => {
      const { step, status, platform } = await run(
        documentOf([callStep("send", "ok", { inputs: { Value: written } })]),
      );
      expect(status).toBe("Failed");
      expect(platform.calls).toEqual([]);
      expect(step("send").FailureDetails?.FailureStage).toBe("InputValidation");
      expect(step("send").FailureMessage).toContain("is not defined in the Automation Document.");
    },
  );

  it("to the time gives the time of each step", async () => {
    const { platform } = await run(
      documentOf([
        callStep("first", "ok", { inputs: { At: "{{ global:DATE_TIME }}" } }),
        { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } },
        callStep("second", "ok", { inputs: { At: "{{ global:DATE_TIME }}" } }),
      ]),
    );
    expect(platform.calls.map(({ parameters }) => parameters["At"])).toEqual([
      "2026-01-15_10.00.00",
      "2026-01-15_11.00.00",
    ]);
  });
});

describe("the record of a step", () => {
  it("has each input as a JSON string", async () => {
    const { step } = await run(
      documentOf([callStep("send", "ok", { inputs: { List: "{{ List }}", Text: "{{ Text }}" } })], {
        parameters: PARAMETERS,
      }),
    );
    expect(step("send").Inputs).toEqual({ Service: '"test"', Api: '"ok"', List: '["a","b"]', Text: '"text"' });
  });
});
