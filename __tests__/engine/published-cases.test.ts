// Documents that AWS runs, with what AWS's guide says about them.
import type { Json } from "../../src/document/json";
import { caseDocument } from "../fixtures/published-case";
import { HOME } from "./fake-platform";
import { callStep, documentOf, run, start } from "./run-document";

describe("step outputs of another type", () => {
  const returned = {
    ...{ i: 7, b: true, s: "x", n: "42", t: "true", l1: ["one"], li: [5], lb: [true] },
    ...{ m: { a: 1 }, lm: [{ a: 1 }], f: 1.5, l2: ["a", "b"] },
  };

  it("are converted as AWS's guide says", async () => {
    const { status, step } = await run(caseDocument("conversions"), { scripts: () => returned });
    expect(status).toBe("Success");
    expect(step("get").Outputs).toEqual({
      Payload: expect.anything() as Json,
      IntToString: ["7"],
      BoolToString: ["true"],
      StringToList: ["x"],
      StringToInt: ["42"],
      StringToBool: ["true"],
      IntToList: ["7"],
      BoolToList: ["true"],
      List1ToString: ["one"],
      ListIntToInt: ["5"],
      ListBoolToBool: ["true"],
      ListIntToString: ["5"],
      Map: ['{"a":1}'],
      Maps: ['{"a":1}'],
    });
  });
});

describe("selectors of Amazon's runbooks", () => {
  const type = { Type: "String" };

  it("are resolved in outputs and in PropertySelector, and the one hit of a filter is a String", async () => {
    const { status, step } = await run(caseDocument("selectors"), {
      api: {
        "ssm:GetParameters": () => ({ Parameters: [{ Name: "/case/one", Value: "1", ...type }] }),
        "ssm:GetParameter": () => ({ Parameter: type }),
      },
      scripts: () => ({ Outputs: { "build.ImageId": ["ami-1"] } }),
    });
    expect(status).toBe("Success");
    expect(step("ask").Outputs).toMatchObject({
      WithoutDollar: ["/case/one"],
      FilterOfOne: ["/case/one"],
      DotBeforeBracket: ["1"],
      WithoutType: ["1"],
    });
    expect(step("answer").Outputs).toMatchObject({ QuotedKeyAfterDot: ["ami-1"] });
  });
});

describe("a step inside of a loop that leads to a step outside of it", () => {
  const loop = (...Steps: readonly unknown[]) => ({
    name: "repeat",
    action: "aws:loop",
    inputs: { Iterators: ["a", "b"], Steps },
  });

  it("ends the loop and the execution as failed by onFailure, and the other step runs", async () => {
    const inner = callStep("inner", "fail", { onFailure: "step:report" });
    const { status, statuses, steps } = await run(
      documentOf([loop(inner), callStep("skipped", "ok"), callStep("report", "ok")]),
    );
    expect(statuses).toEqual(["repeat: Failed", "skipped: Pending", "report: Success"]);
    expect(status).toBe("Failed");
    expect(steps.filter(({ StepName }) => StepName === "inner")).toHaveLength(1);
  });

  it("leaves the loop successful by onFailure if it is not critical", async () => {
    const inner = callStep("inner", "fail", { onFailure: "step:report", isCritical: false });
    const { status, statuses } = await run(
      documentOf([loop(inner), callStep("skipped", "ok"), callStep("report", "ok")]),
    );
    expect(statuses).toEqual(["repeat: Success", "skipped: Pending", "report: Success"]);
    expect(status).toBe("Success");
  });

  it("leaves the loop successful by a choice, whose name is an output", async () => {
    const choose = {
      name: "choose",
      action: "aws:branch",
      inputs: { Choices: [{ NextStep: "report", Variable: "{{ repeat.CurrentIteratorValue }}", StringEquals: "b" }] },
      isEnd: true,
    };
    const report = callStep("report", "ok", { inputs: { Why: "{{ choose.NextStep }}" } });
    const { statuses, platform } = await run(documentOf([loop(choose), callStep("skipped", "ok"), report]));
    expect(statuses).toEqual(["repeat: Success", "skipped: Pending", "report: Success"]);
    expect(platform.calls.map(({ parameters }) => parameters)).toEqual([{ Why: "report" }]);
  });

  it("is followed by that step after a cancellation", async () => {
    const wait = { name: "wait", action: "aws:pause", onCancel: "step:report", inputs: { Message: "Look first." } };
    const { engine, id, ended } = await start(documentOf([loop(wait), callStep("report", "ok")]));
    await new Promise((resolve) => setImmediate(resolve));
    engine.stop(HOME, id, "Cancel");
    expect((await ended()).statuses).toEqual(["repeat: Cancelled", "report: Success"]);
  });

  it("is a cycle if that step comes before the loop", async () => {
    const inner = callStep("inner", "ok", { nextStep: "first" });
    await expect(run(documentOf([callStep("first", "ok"), loop(inner)]))).rejects.toThrow("lead in a circle");
  });
});
