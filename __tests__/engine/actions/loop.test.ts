import { ApiCallError } from "../../../src/engine/errors";
import { callStep, documentOf, run } from "../run-document";

const send = callStep("send", "ok", {
  inputs: { Iteration: "{{ repeat.CurrentIteration }}", Value: "{{ repeat.CurrentIteratorValue }}" },
});
const loop = (inputs: object, rest = {}): unknown => ({ name: "repeat", action: "aws:loop", inputs, ...rest });
const calls = ({ platform }: Awaited<ReturnType<typeof run>>): unknown[] =>
  platform.calls.map(({ parameters: { Iteration, Value } }) => [Iteration, Value]);

describe("a loop over iterators", () => {
  it("runs its steps once for each item, which references can read", async () => {
    const ended = await run(documentOf([loop({ Steps: [send], Iterators: ["a", "b"] })]));
    expect(calls(ended)).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect(ended.step("repeat")).toMatchObject({
      StepStatus: "Success",
      Outputs: { CurrentIteration: ["2"], CurrentIteratorValue: ["b"] },
    });
  });

  it.each([
    ["Integer", ["1", "2"], [1, 2]],
    ["Boolean", ["true"], [true]],
    ["StringMap", ['{"k":"v"}'], [{ k: "v" }]],
  ])("converts its items to IteratorDataType %s", async (IteratorDataType, Iterators, values) => {
    const ended = await run(documentOf([loop({ Steps: [send], Iterators, IteratorDataType })]));
    expect(calls(ended)).toEqual(values.map((value, index) => [index + 1, value]));
  });

  it("reads its items from a referenced list", async () => {
    const ended = await run(
      documentOf([loop({ Steps: [send], Iterators: "{{ Names }}" })], {
        parameters: { Names: { type: "StringList", default: ["x", "y"] } },
      }),
    );
    expect(calls(ended)).toEqual([
      [1, "x"],
      [2, "y"],
    ]);
  });

  it("runs nothing for an empty list", async () => {
    const list = callStep("list", "list", {
      outputs: [{ Name: "Ids", Selector: "$.Reservations..InstanceId", Type: "StringList" }],
    });
    const ended = await run(documentOf([list, loop({ Steps: [send], Iterators: "{{ list.Ids }}" })]), {
      api: { "test:list": () => ({ Reservations: [] }) },
    });
    expect(ended.status).toBe("Success");
    expect(ended.platform.calls.map(({ name }) => name)).toEqual(["test:list"]);
  });

  it("stops at MaxIterations even if items remain", async () => {
    const ended = await run(documentOf([loop({ Steps: [send], Iterators: ["a", "b", "c"], MaxIterations: 2 })]));
    expect(calls(ended)).toHaveLength(2);
    expect(ended.status).toBe("Success");
  });

  it("rejects more than 100 items", async () => {
    const Iterators = Array.from({ length: 101 }, String);
    const { step } = await run(documentOf([loop({ Steps: [send], Iterators })]));
    expect(step("repeat").FailureDetails?.FailureStage).toBe("InputValidation");
  });

  it("records each run of each step, with the iteration that it belongs to", async () => {
    const { record, steps } = await run(documentOf([loop({ Steps: [send], Iterators: ["a", "b"] })]));
    expect(record.StepExecutions.map(({ StepName }) => StepName)).toEqual(["repeat"]);
    const [outer, ...inner] = steps;
    expect(inner.map(({ StepName, ParentStepDetails }) => [StepName, ParentStepDetails])).toEqual(
      ["a", "b"].map((IteratorValue, index) => [
        "send",
        {
          StepExecutionId: outer?.StepExecutionId,
          StepName: "repeat",
          Action: "aws:loop",
          Iteration: index + 1,
          IteratorValue,
        },
      ]),
    );
  });
});

describe("a loop with a condition", () => {
  const pages = (Last: number) => {
    let page = 0;
    return { "test:next": () => ({ Page: (page += 1), More: page < Last }) };
  };
  const next = callStep("next", "next", {
    outputs: [
      { Name: "More", Selector: "$.More", Type: "Boolean" },
      { Name: "Page", Selector: "$.Page", Type: "Integer" },
    ],
  });
  const LoopCondition = { Variable: "{{ next.More }}", BooleanEquals: true };

  it("runs its steps, then repeats them while the condition is true", async () => {
    const { platform, status } = await run(documentOf([loop({ Steps: [next], LoopCondition })]), { api: pages(3) });
    expect(platform.calls).toHaveLength(3);
    expect(status).toBe("Success");
  });

  it("runs its steps once if the condition is false", async () => {
    const { platform } = await run(documentOf([loop({ Steps: [next], LoopCondition })]), { api: pages(1) });
    expect(platform.calls).toHaveLength(1);
  });

  it.each([
    [{ MaxIterations: 5 }, 5],
    [{}, 100],
  ])("ends at the limit: %j", async (limit, expected) => {
    const { platform, status } = await run(documentOf([loop({ Steps: [next], LoopCondition, ...limit })]), {
      api: pages(1000),
    });
    expect(platform.calls).toHaveLength(expected);
    expect(status).toBe("Success");
  });

  it("can count its own iterations", async () => {
    const { platform } = await run(
      documentOf([
        loop({ Steps: [send], LoopCondition: { Variable: "{{ repeat.CurrentIteration }}", NumericLesser: 3 } }),
      ]),
    );
    expect(platform.calls).toHaveLength(3);
  });

  it("leaves the outputs of its last iteration to later steps", async () => {
    const { record } = await run(documentOf([loop({ Steps: [next], LoopCondition })], { outputs: ["next.Page"] }), {
      api: pages(3),
    });
    expect(record.Outputs).toEqual({ "next.Page": ["3"] });
  });
});

describe("a failing step inside a loop", () => {
  const after = callStep("after", "ok");
  const broken = (rest = {}): unknown => callStep("broken", "fail", rest);
  const Iterators = ["a", "b"];

  it("ends the loop and the execution, regardless of the loop's onFailure", async () => {
    const { statuses, status, platform } = await run(
      documentOf([loop({ Steps: [broken()], Iterators }, { onFailure: "Continue" }), after]),
    );
    expect(statuses).toEqual(["repeat: Failed", "after: Pending"]);
    expect(status).toBe("Failed");
    expect(platform.calls).toHaveLength(1);
  });

  it("lets the loop continue and succeed if its onFailure is Continue", async () => {
    const { statuses, platform } = await run(
      documentOf([loop({ Steps: [broken({ onFailure: "Continue" })], Iterators }), after]),
    );
    expect(statuses).toEqual(["repeat: Success", "after: Success"]);
    expect(platform.calls).toHaveLength(3);
  });

  it("with step:X continues with X, and the loop and the execution fail at the end", async () => {
    const Steps = [broken({ onFailure: "step:repair" }), callStep("skipped", "ok"), callStep("repair", "ok")];
    const { statuses, status, steps } = await run(documentOf([loop({ Steps, Iterators }), after]));
    expect(statuses).toEqual(["repeat: Failed", "after: Success"]);
    expect(status).toBe("Failed");
    expect(steps.filter(({ StepName }) => StepName === "skipped")).toEqual([]);
    expect(steps.filter(({ StepName }) => StepName === "repair")).toHaveLength(2);
  });
});

describe("a loop", () => {
  it("fails if a critical step failed in any iteration, even if the last iteration succeeded", async () => {
    let calls = 0;
    const Steps = [callStep("flaky", "flaky", { onFailure: "step:repair" }), callStep("repair", "ok")];
    const { statuses, status } = await run(documentOf([loop({ Steps, Iterators: ["a", "b"] })]), {
      api: {
        "test:flaky": () => {
          if ((calls += 1) === 1) throw new ApiCallError("Broken", "It is broken.", "flaky");
          return {};
        },
      },
    });
    expect(statuses).toEqual(["repeat: Failed"]);
    expect(status).toBe("Failed");
  });

  it("continues with the next iteration after a step with isEnd", async () => {
    const Steps = [callStep("first", "ok", { isEnd: true }), callStep("second", "ok")];
    const { steps } = await run(documentOf([loop({ Steps, Iterators: ["a", "b"] })]));
    expect(steps.map(({ StepName }) => StepName)).toEqual(["repeat", "first", "first"]);
  });

  it("can be inside another loop", async () => {
    const inner = {
      name: "inner",
      action: "aws:loop",
      inputs: {
        Iterators: ["x", "y"],
        Steps: [
          callStep("send", "ok", {
            inputs: { Iteration: "{{ repeat.CurrentIteratorValue }}", Value: "{{ inner.CurrentIteratorValue }}" },
          }),
        ],
      },
    };
    const ended = await run(documentOf([loop({ Steps: [inner], Iterators: ["a", "b"] })]));
    expect(calls(ended)).toEqual([
      ["a", "x"],
      ["a", "y"],
      ["b", "x"],
      ["b", "y"],
    ]);
  });

  it("times out regardless of its steps, and its own onFailure applies", async () => {
    const wait = { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" }, onFailure: "Continue" };
    const inner = { name: "inner", action: "aws:loop", inputs: { Steps: [wait], Iterators: ["x", "y"] } };
    const { steps, status, platform } = await run(
      documentOf([
        loop({ Steps: [inner], Iterators: ["a", "b"] }, { timeoutSeconds: 4000, onFailure: "Continue" }),
        callStep("after", "ok"),
      ]),
    );
    expect(steps.map(({ StepName, StepStatus }) => [StepName, StepStatus])).toEqual([
      ["repeat", "TimedOut"],
      ["after", "Success"],
      ["inner", "TimedOut"],
      ["wait", "Success"],
      ["wait", "TimedOut"],
    ]);
    expect(status).toBe("Success");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T11:06:40Z"));
  });

  it("requires either Iterators or LoopCondition", async () => {
    const { step } = await run(documentOf([loop({ Steps: [send] })]));
    expect(step("repeat").FailureDetails?.FailureStage).toBe("InputValidation");
  });
});
