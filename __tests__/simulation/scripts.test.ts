import type { Step } from "../../src/document/model";
import { ScriptError } from "../../src/engine/errors";
import type { ScriptFunction } from "../../src/simulation/scripts";
import { simulate } from "../../src/simulation/simulate";
import { runbookOf } from "./runbooks";

const script = (inputs: object = {}): Step => ({
  name: "Compute",
  action: "aws:executeScript",
  inputs: {
    Runtime: "python3.11",
    Handler: "handle",
    InputPayload: { Names: ["a", "b"] },
    Script: "def handle(events, context):\n    return {}",
    ...inputs,
  },
  outputs: [{ Name: "First", Selector: "$.Payload.First", Type: "String" }],
});
const compute = (answer: ScriptFunction, step = script()) =>
  simulate(runbookOf([step]), { scripts: { Compute: answer } });

describe("a script", () => {
  it("is replaced by the function of its step, which gets its payload and its context", async () => {
    const contexts: object[] = [];
    const run = await compute(({ Names: names }, context) => {
      contexts.push(context);
      return Promise.resolve({ First: JSON.stringify(names) });
    });
    expect(run.expectStatus("Success").step("Compute").outputs).toEqual({
      Payload: { First: '["a","b"]' },
      First: '["a","b"]',
    });
    expect(contexts).toEqual([expect.objectContaining({ "global:REGION": "ap-northeast-1" })]);
  });

  it("may be PowerShell if a function replaces it", async () => {
    const inputs = { Runtime: "PowerShell 7.4", Script: "return 1" };
    const run = await compute(() => ({ First: "x" }), { ...script(), inputs } as Step);
    expect(run.status).toBe("Success");
  });

  it("fails with a ScriptError of its function", async () => {
    const run = await compute(() => {
      throw new ScriptError("ValueError: no id");
    });
    expect(run.expectStatus("Failed").failureMessage).toContain("ValueError: no id");
  });

  it("ends the simulation with anything else that its function throws", async () => {
    const mistake = new TypeError("mistake in the test");
    await expect(
      compute(() => {
        throw mistake;
      }),
    ).rejects.toBe(mistake);
  });

  it("fails if there is no Python, and says how to run without it", async () => {
    const run = await simulate(runbookOf([script()]), { env: { PATH: "/nonexistent" } });
    expect(run.expectStatus("Failed").failureMessage).toMatch(
      /python3 is not on PATH.*Or supply a function in place of the script: `scripts: \{ Compute: \(payload\) => … \}`/,
    );
  });
});
