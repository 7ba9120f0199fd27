import path from "node:path";
import { readScripts } from "../../src/simulation/scripts-file";
import { simulate } from "../../src/simulation/simulate";
import { folderWith, removeFolders } from "../amazon/fixtures";
import { runbookOf } from "./runbooks";

afterEach(removeFolders);

const script = (name: string, rest: object = {}) => ({
  ...{ name, action: "aws:executeScript" },
  inputs: { Runtime: "PowerShell 7.4", Script: "Get-Date" },
  outputs: [{ Name: "Said", Selector: "$.Payload.Said", Type: "String" }],
  ...rest,
});

const simulated = (text: string, ...steps: readonly object[]) => {
  const scripts = readScripts(path.join(folderWith({ "scripts.yaml": text }), "scripts.yaml"));
  return simulate(runbookOf(steps as never), { scripts });
};

describe("a file of scripts", () => {
  it("says what the script of a step returns", async () => {
    const run = await simulated("Ask: { Said: hello }\n", script("Ask"));
    expect(run.expectStatus("Success").step("Ask").outputs["Said"]).toBe("hello");
  });

  it("says what it returns one run after the other", async () => {
    const inputs = { Iterators: ["x", "y", "z"], Steps: [script("Ask")] };
    const run = await simulated("Ask: [{ Said: a }, { Said: b }]\n", { name: "loop", action: "aws:loop", inputs });
    const said = run.steps.filter(({ name }) => name === "Ask").map(({ outputs }) => outputs["Said"]);
    expect(said).toEqual(["a", "b", "b"]);
  });

  it("fails a step with an error", async () => {
    const run = await simulated("Ask: { error: out of luck }\n", script("Ask"));
    expect(run.expectStatus("Failed").step("Ask").failureMessage).toContain("out of luck");
  });

  it("is refused if it is no map", () => {
    expect(() => readScripts(path.join(folderWith({ "scripts.yaml": "[]" }), "scripts.yaml"))).toThrow(
      "Expected a map at the top of a file of scripts, found a list.",
    );
  });
});
