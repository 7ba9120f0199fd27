import { CALLER, HOME, type Fakes } from "./fake-platform";
import { errorOf, callStep, documentOf, settled, start } from "./run-document";

const sleep = (name: string, rest = {}): unknown => ({
  name,
  action: "aws:sleep",
  inputs: { Duration: "PT1H" },
  ...rest,
});
const ok = (name: string, rest = {}): unknown => callStep(name, "ok", rest);

async function stopped(steps: readonly unknown[], type: "Cancel" | "Complete" = "Cancel", fakes: Fakes = {}) {
  const started = await start(documentOf(steps), fakes);
  await settled();
  started.engine.stop(HOME, started.id, type);
  const meanwhile = { execution: started.record().AutomationExecutionStatus, step: started.step("first").StepStatus };
  return { ...(await started.ended()), meanwhile };
}

describe("a cancel", () => {
  it("stops the step that runs and starts no other", async () => {
    const { statuses, status, meanwhile, platform } = await stopped([sleep("first"), ok("second")]);
    expect(meanwhile).toEqual({ execution: "Cancelling", step: "Cancelling" });
    expect(statuses).toEqual(["first: Cancelled", "second: Pending"]);
    expect(status).toBe("Cancelled");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:00Z"));
  });

  it("makes no further attempt", async () => {
    const { statuses } = await stopped([sleep("first", { maxAttempts: 3 })]);
    expect(statuses).toEqual(["first: Cancelled"]);
  });

  it.each([
    { name: "first", action: "aws:pause", inputs: {} },
    { name: "first", action: "aws:approve", inputs: { Approvers: ["ann"] } },
  ])("stops a step that waits for a signal: $action", async (step) => {
    const { statuses, status } = await stopped([step]);
    expect(statuses).toEqual(["first: Cancelled"]);
    expect(status).toBe("Cancelled");
  });

  it("continues with onCancel of the step that ran, and the steps after it", async () => {
    const { statuses, status } = await stopped([
      sleep("first", { onCancel: "step:tidy", nextStep: "second" }),
      ok("second"),
      ok("tidy"),
      ok("more"),
    ]);
    expect(statuses).toEqual(["first: Cancelled", "second: Pending", "tidy: Success", "more: Success"]);
    expect(status).toBe("Cancelled");
  });

  it("gives the steps after it two minutes", async () => {
    const { statuses, platform } = await stopped([
      sleep("first", { onCancel: "step:tidy", isEnd: true }),
      sleep("tidy"),
      ok("more"),
    ]);
    expect(statuses).toEqual(["first: Cancelled", "tidy: Cancelled", "more: Pending"]);
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:02:00Z"));
  });

  it("cancels the loop around the step, and continues with that step's onCancel", async () => {
    const Steps = [sleep("inner", { onCancel: "step:tidy", isEnd: true }), ok("tidy")];
    const { statuses, steps } = await stopped([
      { name: "first", action: "aws:loop", inputs: { Steps, Iterators: ["a", "b"] } },
      ok("second"),
    ]);
    expect(statuses).toEqual(["first: Cancelled", "second: Pending"]);
    expect(steps.slice(2).map(({ StepName, StepStatus }) => [StepName, StepStatus])).toEqual([
      ["inner", "Cancelled"],
      ["tidy", "Success"],
    ]);
  });

  it("does not wait for ever for a runner that ignores its signal", async () => {
    const command = { name: "first", action: "aws:runCommand", inputs: { DocumentName: "d", InstanceIds: ["i-1"] } };
    const { status, platform } = await stopped([command], "Cancel", { commands: () => new Promise(() => undefined) });
    expect(status).toBe("Cancelled");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:10Z"));
  });
});

describe("a completion", () => {
  it("lets the step that runs end, and starts no other", async () => {
    const { statuses, status, platform } = await stopped([sleep("first"), ok("second")], "Complete");
    expect(statuses).toEqual(["first: Success", "second: Pending"]);
    expect(status).toBe("Success");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T11:00:00Z"));
  });

  it("does not wait for a signal that may never come", async () => {
    const { statuses, status } = await stopped([{ name: "first", action: "aws:pause", inputs: {} }], "Complete");
    expect(statuses).toEqual(["first: Cancelled"]);
    expect(status).toBe("Success");
  });

  it("leaves the status that results from the steps", async () => {
    const started = await start(documentOf([callStep("bad", "fail", { onFailure: "step:first" }), sleep("first")]));
    await settled();
    started.engine.stop(HOME, started.id, "Complete");
    expect((await started.ended()).status).toBe("Failed");
  });

  it("makes no further attempt of a step that fails meanwhile", async () => {
    const { statuses, platform } = await stopped([sleep("first", { timeoutSeconds: 10, maxAttempts: 3 })], "Complete");
    expect(statuses).toEqual(["first: TimedOut"]);
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:10Z"));
  });

  it("is overridden by a cancel", async () => {
    const started = await start(documentOf([sleep("first")]));
    await settled();
    started.engine.stop(HOME, started.id, "Complete");
    started.engine.stop(HOME, started.id, "Cancel");
    expect((await started.ended()).status).toBe("Cancelled");
  });
});

describe("a stop", () => {
  it("of an execution that has ended is refused", async () => {
    const { engine, id, ended } = await start(documentOf([ok("first")]));
    await ended();
    expect(errorOf(() => engine.stop(HOME, id, "Cancel"))).toMatchObject({
      code: "InvalidAutomationStatusUpdateException",
    });
  });
});

describe("an interactive execution", () => {
  const interactive = async (steps: readonly unknown[]) => {
    const started = await start(documentOf(steps), {}, { Mode: "Interactive" });
    await settled();
    const { engine, id } = started;
    return {
      ...started,
      send: async (type: "StartStep" | "StopStep", payload: Record<string, string[]>) => {
        engine.signal(HOME, CALLER, id, type, payload);
        await settled();
      },
      stop: (type: "Cancel" | "Complete") => engine.stop(HOME, id, type),
    };
  };

  it("waits before each step for StartStep, and ends when it is stopped", async () => {
    const { record, send, stop, ended, platform } = await interactive([ok("a"), ok("b")]);
    expect(record()).toMatchObject({ Mode: "Interactive", AutomationExecutionStatus: "Waiting" });
    expect(platform.calls).toHaveLength(0);
    await send("StartStep", { StepName: ["a"] });
    expect(platform.calls).toHaveLength(1);
    await expect(send("StartStep", { StepName: ["a"] })).rejects.toMatchObject({
      code: "AutomationStepNotFoundException",
    });
    await send("StartStep", { StepName: ["b"] });
    expect(record().AutomationExecutionStatus).toBe("Waiting");
    stop("Complete");
    expect(await ended()).toMatchObject({ status: "Success", statuses: ["a: Success", "b: Success"] });
  });

  it("stops one step by its ID and continues to wait", async () => {
    const { send, stop, step, ended } = await interactive([sleep("a", { maxAttempts: 2 }), ok("b")]);
    await send("StartStep", { StepName: ["a"] });
    await expect(send("StopStep", { StepExecutionId: ["other"] })).rejects.toMatchObject({
      code: "AutomationStepNotFoundException",
    });
    await send("StopStep", { StepExecutionId: [step("a").StepExecutionId] });
    await send("StartStep", { StepName: ["b"] });
    stop("Complete");
    expect(await ended()).toMatchObject({ status: "Success", statuses: ["a: Cancelled", "b: Success"] });
  });

  it("is Failed in the end if a step failed", async () => {
    const { send, stop, ended } = await interactive([callStep("a", "fail"), ok("b")]);
    await send("StartStep", { StepName: ["a"] });
    stop("Complete");
    expect(await ended()).toMatchObject({ status: "Failed", statuses: ["a: Failed", "b: Pending"] });
  });

  it("can be cancelled before its first step", async () => {
    const { stop, ended } = await interactive([ok("a")]);
    stop("Cancel");
    expect(await ended()).toMatchObject({ status: "Cancelled", statuses: ["a: Pending"] });
  });
});
