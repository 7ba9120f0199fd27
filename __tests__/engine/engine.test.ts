import { AutomationEngine } from "../../src/engine/engine";
import type { EngineEvent } from "../../src/engine/events";
import { CALLER, commandOutcome, fakePlatform, HOME } from "./fake-platform";
import { errorOf, callStep, documentOf, run, settled, start } from "./run-document";
import { checkOs } from "../../runbooks/check-os";

const TESTED = { DocumentName: "tested" };
const TOKEN = "11111111-2222-4333-8444-555555555555";
const document = documentOf([callStep("a", "ok")], { parameters: { P: { type: "String", default: "" } } });

describe("a start", () => {
  it("returns the earlier execution for the same request with the same ClientToken", async () => {
    const { engine, id } = await start(document, {}, { ClientToken: TOKEN, Parameters: { P: ["x"] } });
    const again = { Parameters: { P: ["x"] }, ClientToken: TOKEN, DocumentName: "tested" };
    expect(await engine.start(HOME, CALLER, again)).toBe(id);
    expect(engine.records(HOME)).toHaveLength(1);
  });

  it("is refused for another request with a ClientToken that was used before", async () => {
    const { engine } = await start(document, {}, { ClientToken: TOKEN });
    const other = { Parameters: { P: ["x"] }, ClientToken: TOKEN, DocumentName: "tested" };
    await expect(engine.start(HOME, CALLER, other)).rejects.toMatchObject({ code: "IdempotentParameterMismatch" });
    const elsewhere = { ...HOME, region: "us-east-1" };
    await expect(engine.start(elsewhere, CALLER, other)).resolves.toBeDefined();
  });

  it("can be tried again with its ClientToken after it was refused", async () => {
    const engine = new AutomationEngine(fakePlatform({ documents: { tested: document } }));
    const wrong = { DocumentName: "none", ClientToken: TOKEN };
    await expect(engine.start(HOME, CALLER, wrong)).rejects.toMatchObject({
      code: "AutomationDefinitionNotFoundException",
    });
    await expect(engine.start(HOME, CALLER, { DocumentName: "tested", ClientToken: TOKEN })).resolves.toBeDefined();
  });

  it("leaves no execution behind if it is refused", async () => {
    const engine = new AutomationEngine(fakePlatform({ documents: { tested: document } }));
    await expect(engine.start(HOME, CALLER, { DocumentName: "tested", Parameters: { Q: [""] } })).rejects.toThrow();
    expect(engine.records(HOME)).toEqual([]);
  });

  it("records the association that made it, in the children as well", async () => {
    const { engine } = await start(document);
    const request = {
      DocumentName: "tested",
      TargetParameterName: "P",
      Targets: [{ Key: "ParameterValues", Values: ["x"] }],
    };
    const id = await engine.start(HOME, CALLER, request, { associationId: "assoc" });
    await engine.ended(HOME, id);
    expect(engine.records(HOME).map(({ AssociationId }) => AssociationId)).toEqual(["assoc", "assoc", undefined]);
  });
});

describe("the record of an execution", () => {
  it("lists all main steps from the start, and those not reached as Pending without times", async () => {
    const { record, step } = await start(
      documentOf([{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } }, callStep("b", "ok")]),
    );
    await settled();
    expect(record()).toMatchObject({
      AutomationExecutionStatus: "InProgress",
      CurrentStepName: "wait",
      DocumentName: "tested",
      DocumentVersion: "1",
      ExecutedBy: CALLER.arn,
      Mode: "Auto",
      Targets: [],
      Outputs: {},
      ResolvedTargets: { ParameterValues: [], Truncated: false },
    });
    expect(record()).not.toHaveProperty("ExecutionEndTime");
    expect(step("wait")).toMatchObject({ StepStatus: "InProgress", ValidNextSteps: ["b"], NextStep: "b" });
    expect(step("b").StepStatus).toBe("Pending");
    expect(step("b")).not.toHaveProperty("ExecutionStartTime");
  });

  it("is not found under an unknown id, nor in another Region", async () => {
    const { engine, id } = await start(document);
    const code = "AutomationExecutionNotFoundException";
    expect(errorOf(() => engine.record(HOME, "none"))).toMatchObject({ code });
    expect(errorOf(() => engine.steps({ ...HOME, region: "us-east-1" }, id))).toMatchObject({ code });
    expect(engine.records({ ...HOME, accountId: "222222222222" })).toEqual([]);
  });
});

describe("a signal", () => {
  it("is refused if the execution does not wait for a signal or has ended", async () => {
    const { engine, id, ended } = await start(
      documentOf([{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } }]),
    );
    const send = (): void => engine.signal(HOME, CALLER, id, "Resume", { StepName: ["wait"] });
    await settled();
    expect(errorOf(send)).toMatchObject({ code: "InvalidAutomationSignalException" });
    await ended();
    expect(errorOf(send)).toMatchObject({ code: "InvalidAutomationSignalException" });
  });
});

describe("an observer", () => {
  const watched = (steps: readonly unknown[], observe: (event: EngineEvent, engine: AutomationEngine) => void) => {
    const platform = fakePlatform({ documents: { tested: documentOf(steps) }, api: { "test:ok": () => ({}) } });
    const engine: AutomationEngine = new AutomationEngine(platform, { observe: (event) => observe(event, engine) });
    return engine;
  };

  it.each(["executionStarted", "stepStarted", "stepEnded", "executionEnded"])(
    "that fails at %s changes nothing, and is warned of",
    async (kind) => {
      const warn = jest.spyOn(process, "emitWarning").mockImplementation();
      const engine = watched([callStep("a", "ok")], (event) => {
        if (event.kind === kind) throw new Error("no paper");
      });
      const { AutomationExecutionStatus } = await engine.ended(HOME, await engine.start(HOME, CALLER, TESTED));
      expect(AutomationExecutionStatus).toBe("Success");
      expect(warn).toHaveBeenCalledWith(expect.stringContaining("no paper"));
      warn.mockRestore();
    },
  );

  it.each([
    ["Cancel", "Cancelled"],
    ["Complete", "Success"],
  ] as const)("can stop the step that it is told of (%s)", async (type, status) => {
    const engine = watched([{ name: "a", action: "aws:pause", inputs: {} }], ({ kind, executionId }, its) => {
      if (kind === "stepStarted") its.stop(HOME, executionId, type);
    });
    const record = await engine.ended(HOME, await engine.start(HOME, CALLER, TESTED));
    expect(record.AutomationExecutionStatus).toBe(status);
    expect(record.StepExecutions[0]?.StepStatus).toBe("Cancelled");
  });

  it("is told of executions and steps as they begin and end", async () => {
    const { id, events, ended } = await start(
      documentOf([callStep("a", "fail", { onFailure: "Continue" }), callStep("b", "ok")]),
    );
    await ended();
    expect(
      events.map((event) => [
        event.kind,
        "step" in event ? `${event.step.StepName} ${event.step.StepStatus}` : event.record.AutomationExecutionStatus,
      ]),
    ).toEqual([
      ["executionStarted", "InProgress"],
      ["stepStarted", "a InProgress"],
      ["stepEnded", "a Failed"],
      ["stepStarted", "b InProgress"],
      ["stepEnded", "b Success"],
      ["executionEnded", "Success"],
    ]);
    expect(events.every(({ executionId, location }) => executionId === id && location === HOME)).toBe(true);
  });
});

describe("check-os", () => {
  it("runs its five steps and outputs what each command printed", async () => {
    const { status, record } = await run(
      checkOs.document,
      { commands: ({ Parameters }) => commandOutcome(JSON.stringify(Parameters).includes("yum") ? "updates" : "fine") },
      { Parameters: { InstanceId: ["i-0123456789abcdef0"] } },
    );
    expect(status).toBe("Success");
    expect(record.Outputs).toEqual({
      "CheckHostname.HostnameOutput": ["fine"],
      "CheckTimezone.TimezoneOutput": ["fine"],
      "CheckLocale.LocaleOutput": ["fine"],
      "CheckUpdate.UpdateOutput": ["updates"],
      "CheckNTP.NTPOutput": ["fine"],
    });
  });

  it("ends after the time-out of one step if a node never answers", async () => {
    const { statuses, status, platform } = await run(
      checkOs.document,
      { commands: () => new Promise(() => undefined) },
      { Parameters: { InstanceId: ["i-0123456789abcdef0"] } },
    );
    expect(statuses[0]).toBe("CheckHostname: TimedOut");
    expect(statuses.slice(1).every((text) => text.endsWith("Pending"))).toBe(true);
    expect(status).toBe("TimedOut");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:20Z"));
  });
});
