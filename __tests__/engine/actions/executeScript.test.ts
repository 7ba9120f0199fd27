import { ScriptError } from "../../../src/engine/errors";
import type { ScriptCall } from "../../../src/engine/ports";
import type { Json } from "../../../src/document/json";
import { executed, failureOf, messageOf, run } from "./action-context";

const PYTHON = { Runtime: "python3.11", Handler: "main", Script: "def main(events, context): ..." };
const POWERSHELL = { Runtime: "PowerShell 7.4", Script: "'hello'" };
const returning = (value: Json) => ({ scripts: () => value });

describe("aws:executeScript", () => {
  it("passes the payload and a context to the script, and outputs what it returns as Payload", async () => {
    let asked: ScriptCall | undefined;
    const result = await run(
      "aws:executeScript",
      { ...PYTHON, InputPayload: { Images: ["ami-1"], Count: 2 } },
      {
        scripts: (script) => {
          asked = script;
          return { First: "ami-1" };
        },
      },
    );
    expect(result).toEqual({ outputs: { Payload: { First: "ami-1" } } });
    expect(asked).toEqual({
      runtime: "python3.11",
      handler: "main",
      script: PYTHON.Script,
      payload: { Images: ["ami-1"], Count: 2 },
      context: { "automation:EXECUTION_ID": "e-1", "global:REGION": "eu-west-1", "global:ACCOUNT_ID": "111111111111" },
    });
  });

  it.each([[null], ["text"], [POWERSHELL.Script]] as const)("accepts %j as the return value", async (value) => {
    await expect(run("aws:executeScript", POWERSHELL, returning(value))).resolves.toEqual({
      outputs: { Payload: value },
    });
  });

  it("returns the first 100 items of a list", async () => {
    const { outputs } = await run(
      "aws:executeScript",
      PYTHON,
      returning(Array.from({ length: 150 }, (_item, index) => index)),
    );
    expect(outputs["Payload"]).toHaveLength(100);
    expect(outputs["Payload"]).toContain(99);
  });

  it("allows 100 KB of JSON, counted in bytes", async () => {
    const room = 100 * 1024 - '""'.length;
    await expect(run("aws:executeScript", PYTHON, returning("x".repeat(room)))).resolves.toBeDefined();
    const failure = await failureOf("aws:executeScript", PYTHON, returning("ü".repeat(room / 2 + 1)));
    expect(failure.message).toBe("The script returned 102402 bytes of JSON; the maximum is 102400");
  });

  it("fails with the script's exception in AWS's wording", async () => {
    const scripts = (): never => {
      throw new ScriptError("Traceback (most recent call last):\n  …\n\nKeyError - 'x'");
    };
    expect(await messageOf("aws:executeScript", PYTHON, { scripts })).toMatch(
      /^Step fails when it is Poll action status for completion\. Traceback .*KeyError - 'x'\. Please refer to/s,
    );
  });

  it.each([
    ["Python without a handler", { ...PYTHON, Handler: "" }, "python3.11 needs a Handler"],
    ["PowerShell with a handler", { ...POWERSHELL, Handler: "main" }, "PowerShell 7.4 has no Handler"],
    ["an attachment", { ...PYTHON, Attachment: "a.zip" }, "Attachments are not stored locally"],
    ["no script", { ...PYTHON, Script: "" }, "Script is missing"],
  ])("rejects %s before running anything", async (_what, inputs, message) => {
    let ran = false;
    const failure = await failureOf("aws:executeScript", inputs, {
      scripts: () => {
        ran = true;
        return null;
      },
    });
    expect(failure.message).toContain(message);
    expect(failure.stage).toBe("InputValidation");
    expect(ran).toBe(false);
  });

  it.each(["python3.8", "ruby3.2"])("rejects the runtime %s before running anything", async (Runtime) => {
    expect(await executed("aws:executeScript", { ...PYTHON, Runtime }, returning("ran"))).toMatchObject({
      FailureMessage: expect.stringContaining(`"${Runtime}" is not one of python3.10, python3.11`) as string,
      FailureDetails: { FailureStage: "InputValidation" },
    });
  });
});
