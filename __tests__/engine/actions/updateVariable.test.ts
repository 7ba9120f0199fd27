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

describe("updateVariable", () => {
  it.each<[string, Json]>([
    ["text", "fresh"],
    ["list", ["b", "c"]],
    ["number", 3],
    ["map", { k: { deep: [1] } }],
  ])("gives the variable %s the value %j", async (name, value) => {
    const { platform } = await set(name, value);
    expect(platform.calls.at(-1)?.parameters["Value"]).toEqual(value);
  });

  it("can add to the value that there is", async () => {
    const { record } = await set("list", ["{{ variable:list }}", "b"]);
    expect(record.Variables).toEqual({ text: ["old"], list: ["a", "b"], map: ["{}"] });
  });

  it.each<[string, string, Json]>([
    ["another type", "text", 5],
    ["a number as text", "number", "5"],
    ["what its pattern does not allow", "text", "ABC"],
    ["an empty text", "text", ""],
    ["513 characters", "text", "x".repeat(513)],
    ["51 items", "list", Array.from({ length: 51 }, String)],
    ["a key of 51 characters", "map", { ["k".repeat(51)]: "v" }],
  ])("refuses %s", async (_case, name, value) => {
    const { step } = await set(name, value);
    expect(step("set")).toMatchObject({ StepStatus: "Failed", FailureDetails: { FailureStage: "InputValidation" } });
  });
});
