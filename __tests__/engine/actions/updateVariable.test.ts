import type { Json } from "../../../src/document/json";
import { callStep, documentOf, run } from "../run-document";

const VARIABLES = {
  text: { type: "String", default: "old", allowedPattern: "[a-z]*" },
  list: { type: "StringList", default: ["a"] },
  number: { type: "Integer" },
  map: { type: "StringMap", default: {} },
} as const;

function set(name: string, value: Json) {
  return run(
    documentOf(
      [
        { name: "set", action: "aws:updateVariable", inputs: { Name: `variable:${name}`, Value: value } },
        callStep("send", "ok", { inputs: { Value: `{{ variable:${name} }}` } }),
      ],
      { variables: VARIABLES },
    ),
  );
}

describe("aws:updateVariable", () => {
  it.each<[string, Json]>([
    ["text", "fresh"],
    ["list", ["b", "c"]],
    ["number", 3],
    ["map", { k: { deep: [1] } }],
  ])("sets the variable %s to %j", async (name, value) => {
    const { platform } = await set(name, value);
    expect(platform.calls.at(-1)?.parameters["Value"]).toEqual(value);
  });

  it("can use the previous value", async () => {
    const { record } = await set("list", ["{{ variable:list }}", "b"]);
    expect(record.Variables).toEqual({ text: ["old"], list: ["a", "b"], map: ["{}"] });
  });

  it.each<[string, string, Json]>([
    ["a value of another type", "text", 5],
    ["a number as a string", "number", "5"],
    ["a string that does not match its pattern", "text", "ABC"],
    ["an empty string", "text", ""],
    ["513 characters", "text", "x".repeat(513)],
    ["51 items", "list", Array.from({ length: 51 }, String)],
    ["a key of 51 characters", "map", { ["k".repeat(51)]: "v" }],
  ])("rejects %s", async (_case, name, value) => {
    const { step } = await set(name, value);
    expect(step("set")).toMatchObject({ StepStatus: "Failed", FailureDetails: { FailureStage: "InputValidation" } });
  });
});
