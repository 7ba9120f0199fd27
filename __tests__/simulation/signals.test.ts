import type { Step } from "../../src/document/model";
import { SystemClock } from "../../src/engine/clock";
import type { SimulatedSignal } from "../../src/simulation/signals";
import { simulate, type SimulationOptions } from "../../src/simulation/simulate";
import { runbookOf, sleepStep } from "./runbooks";

const approve = (inputs: object = {}): Step => ({
  name: "Confirm",
  action: "aws:approve",
  inputs: { Approvers: ["dev", "arn:aws:iam::111122223333:role/teams/Ops"], ...inputs },
});
const pause: Step = { name: "Hold", action: "aws:pause", inputs: {} };
const run = (steps: readonly Step[], signals: readonly SimulatedSignal[], options: SimulationOptions = {}) =>
  simulate(runbookOf(steps), { signals, ...options });

describe("a step that waits", () => {
  it("continues when it is approved", async () => {
    const { steps } = await run([approve()], [{ step: "Confirm", type: "Approve", comment: "fine", after: 30 }]);
    expect(steps).toMatchObject([
      {
        status: "Success",
        seconds: 30,
        outputs: {
          ApprovalStatus: "Approved",
          ApproverDecisions: [
            { Approver: "arn:aws:iam::111122223333:user/dev", Decision: "Approved", Comment: "fine" },
          ],
        },
      },
    ]);
  });

  it("gets several approvals from its approvers in turn", async () => {
    const signal: SimulatedSignal = { step: "Confirm", type: "Approve", after: 5 };
    const { status, seconds, steps } = await run([approve({ MinRequiredApprovals: 2 })], [signal, signal]);
    expect([status, seconds]).toEqual(["Success", 10]);
    expect(steps[0]?.outputs["ApproverDecisions"]).toMatchObject([
      { Approver: "arn:aws:iam::111122223333:user/dev" },
      { Approver: "arn:aws:sts::111122223333:assumed-role/Ops/simulation" },
    ]);
  });

  it("is rejected by the named sender", async () => {
    const arn = "arn:aws:sts::111122223333:assumed-role/Ops/anna";
    const { failureMessage } = await run([approve()], [{ step: "Confirm", type: "Reject", by: arn, comment: "late" }]);
    expect(failureMessage).toContain(`${arn} rejected: late`);
  });

  it("receives its approval after it has notified its approvers", async () => {
    const topic = approve({ NotificationArn: "arn:aws:sns:ap-northeast-1:111122223333:Automation-ops" });
    const { status, calls } = await run([topic], [{ step: "Confirm", type: "Approve" }], {
      api: { "sns:Publish": () => new Promise((resolve) => setImmediate(() => resolve({}))) },
    });
    expect([status, calls.length]).toEqual(["Success", 1]);
  });

  it("is resumed, on the system clock as well", async () => {
    const signals: SimulatedSignal[] = [{ step: "Hold", type: "Resume" }];
    expect((await run([pause], signals)).status).toBe("Success");
    expect((await run([pause], signals, { clock: new SystemClock() })).status).toBe("Success");
  });

  it("times out if no signal comes", async () => {
    const { status, seconds } = await run([approve()], []);
    expect([status, seconds]).toEqual(["TimedOut", 7 * 24 * 3600]);
  });
});

describe("an execution", () => {
  it("is cancelled while a step runs", async () => {
    const cancelled = await run(
      [sleepStep("PT1H"), sleepStep("PT1H", "Never")],
      [{ step: "Wait", type: "Cancel", after: 60 }],
    );
    expect(cancelled.steps).toMatchObject([{ status: "Cancelled", seconds: 60 }, { status: "Pending" }]);
    expect(cancelled.status).toBe("Cancelled");
  });

  it("does not wait for a signal that comes too late", async () => {
    const { status, seconds } = await run([sleepStep("PT1S")], [{ step: "Wait", type: "Cancel", after: 60 }]);
    expect([status, seconds]).toEqual(["Success", 1]);
  });

  it.each<[string, SimulatedSignal]>([
    ["of a kind that its step does not take", { step: "Hold", type: "Approve" }],
    ["to a step that waits for nothing", { step: "Wait", type: "Resume" }],
  ])("ends with the refusal of a signal %s", async (_, signal) => {
    await expect(run([sleepStep("PT1S"), pause], [signal])).rejects.toMatchObject({
      name: "AutomationError",
      code: "InvalidAutomationSignalException",
    });
  });

  it("fails if a signal names a step that does not exist", async () => {
    await expect(run([sleepStep("PT1S")], [{ step: "Wiat", type: "Cancel" }])).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining('"Wiat"') as string, remedy: 'Did you mean "Wait"?' }],
    });
  });

  it("ignores a signal to a step that was not reached", async () => {
    const branch: Step = { name: "Skip", action: "aws:sleep", inputs: { Duration: "PT1S" }, isEnd: true };
    expect((await run([branch, pause], [{ step: "Hold", type: "Resume" }])).status).toBe("Success");
  });
});
