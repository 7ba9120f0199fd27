import { checkOs } from "../../../runbooks/check-os";
import type { AutomationDocument, Step } from "../../../src/document/model";
import { runBounds } from "../../../src/operations/preview/run-bounds";

const document = (...mainSteps: readonly object[]): AutomationDocument => ({
  schemaVersion: "0.3",
  mainSteps: mainSteps as Step[],
});
const sleep = (name: string, others: object = {}) => ({
  name,
  action: "aws:sleep",
  inputs: { Duration: "PT1M" },
  ...others,
});
const pause = (name: string, others: object = {}) => ({ name, action: "aws:pause", inputs: {}, ...others });

describe("the bounds of a runbook", () => {
  it("are the steps and their time-outs, one after the other", () => {
    expect(runBounds(checkOs.document)).toEqual({
      ...{ leastSteps: 5, mostSteps: 5, leastSeconds: 0, mostSeconds: 50, scriptSeconds: 0 },
      unbounded: undefined,
    });
  });

  it("are those of the shortest and of the longest path, failures included", () => {
    const branch = {
      name: "branch",
      action: "aws:branch",
      inputs: { Choices: [{ NextStep: "long", Variable: "a", StringEquals: "b" }], Default: "short" },
    };
    const bounds = runBounds(
      document(branch, sleep("short", { isEnd: true, onFailure: "step:long" }), sleep("long"), sleep("last")),
    );
    expect(bounds).toMatchObject({ leastSteps: 2, mostSteps: 4, leastSeconds: 60, mostSeconds: 180 });
  });

  it("have no end if a step has no time-out, and name the step", () => {
    expect(runBounds(document(sleep("first"), pause("wait")))).toMatchObject({
      leastSeconds: 60,
      mostSeconds: Infinity,
      unbounded: "The step wait has no timeoutSeconds.",
    });
  });

  it("have no end if steps lead back to an earlier one", () => {
    const bounds = runBounds(document(sleep("first"), sleep("second", { nextStep: "first" })));
    expect([bounds.mostSteps, bounds.unbounded]).toEqual([
      Infinity,
      expect.stringContaining("lead back to the step first"),
    ]);
  });

  it("count every attempt, every iteration of a loop, and the seconds of scripts", () => {
    const script = {
      name: "script",
      action: "aws:executeScript",
      timeoutSeconds: 30,
      maxAttempts: 2,
      inputs: { Runtime: "python3.11", Handler: "h", Script: "" },
    };
    const loop = {
      name: "loop",
      action: "aws:loop",
      inputs: { Iterators: ["a", "b", "c"], Steps: [script, sleep("in")] },
    };
    expect(runBounds(document(loop))).toMatchObject({
      ...{ leastSteps: 1, mostSteps: 7, mostSeconds: 3 * (60 + 60), scriptSeconds: 3 * 60 },
    });
  });
});
