import type { Identity } from "../../../src/engine/ports";
import type { SignalType } from "../../../src/engine/records";
import { HOME } from "../fake-platform";
import { errorOf, callStep, documentOf, settled, start, type Started } from "../run-document";

const ann: Identity = { arn: "arn:aws:iam::111111111111:user/team/ann" };
const bob: Identity = { arn: "arn:aws:sts::111111111111:assumed-role/Approvers/bob" };
const eve: Identity = { arn: "arn:aws:iam::222222222222:user/ann" };
const mallory: Identity = { arn: "arn:aws:sts::222222222222:assumed-role/Approvers/bob" };
const BOTH = ["ann", "arn:aws:iam::111111111111:role/path/Approvers"];

async function waiting(inputs: object, rest = {}): Promise<Started> {
  const started = await start(
    documentOf([{ name: "ask", action: "aws:approve", inputs, ...rest }, callStep("after", "ok")]),
    { api: { "sns:Publish": () => ({ MessageId: "1" }) } },
  );
  await settled();
  return started;
}

function signal({ engine, id }: Started, sender: Identity, type: SignalType, comment?: string): void {
  engine.signal(HOME, sender, id, type, comment === undefined ? {} : { Comment: [comment] });
}

describe("aws:approve", () => {
  it("makes the step and the execution wait", async () => {
    const started = await waiting({ Approvers: BOTH });
    expect(started.record()).toMatchObject({
      AutomationExecutionStatus: "Waiting",
      CurrentStepName: "ask",
      CurrentAction: "aws:approve",
    });
    expect(started.step("ask")).toMatchObject({ StepStatus: "Waiting", Outputs: { ApprovalStatus: ["Waiting"] } });
  });

  it.each([
    ["the name of a user", "ann", ann],
    ["the ARN of a user", ann.arn, ann],
    ["the ARN of a role", "arn:aws:iam::111111111111:role/path/Approvers", bob],
    ["the ARN of a role's session", bob.arn, bob],
  ])("accepts the approval of an approver given by %s", async (_case, approver, sender) => {
    const started = await waiting({ Approvers: [approver] });
    signal(started, sender, "Approve", "fine");
    const { status, step } = await started.ended();
    expect(status).toBe("Success");
    expect(step("ask").Outputs).toEqual({
      ApprovalStatus: ["Approved"],
      ApproverDecisions: [`{"Approver":"${sender.arn}","Decision":"Approved","Comment":"fine"}`],
    });
  });

  it("waits for as many approvals as are required", async () => {
    const started = await waiting({ Approvers: BOTH, MinRequiredApprovals: 2 });
    signal(started, ann, "Approve");
    await settled();
    expect(started.step("ask").StepStatus).toBe("Waiting");
    expect(() => signal(started, ann, "Approve")).toThrow("has decided already");
    signal(started, bob, "Approve");
    expect((await started.ended()).status).toBe("Success");
  });

  it("fails at the first rejection", async () => {
    const started = await waiting({ Approvers: BOTH, MinRequiredApprovals: 2 });
    signal(started, ann, "Reject", "too late in the day");
    const { statuses, status, step } = await started.ended();
    expect(statuses).toEqual(["ask: Failed", "after: Pending"]);
    expect(status).toBe("Failed");
    expect(step("ask").FailureMessage).toContain("too late in the day");
    expect(step("ask").Outputs?.["ApprovalStatus"]).toEqual(["Rejected"]);
  });

  it("rejects signals of others, even of a user with the same name in another account", async () => {
    const started = await waiting({ Approvers: BOTH });
    expect(errorOf(() => signal(started, mallory, "Approve"))).toMatchObject({
      code: "InvalidAutomationSignalException",
    });
    expect(errorOf(() => signal(started, eve, "Approve"))).toMatchObject({ code: "InvalidAutomationSignalException" });
    expect(() => signal(started, ann, "Resume")).toThrow("it accepts Approve or Reject, not Resume");
    expect(started.step("ask").StepStatus).toBe("Waiting");
    signal(started, ann, "Reject");
    await started.ended();
  });

  it("times out after seven days, or after timeoutSeconds", async () => {
    const patient = await (await waiting({ Approvers: BOTH })).ended();
    expect(patient.status).toBe("TimedOut");
    expect(patient.platform.clock.now()).toEqual(new Date("2026-01-22T10:00:00Z"));
    const hasty = await (await waiting({ Approvers: BOTH }, { timeoutSeconds: 60 })).ended();
    expect(hasty.step("ask").StepStatus).toBe("TimedOut");
    expect(hasty.platform.clock.now()).toEqual(new Date("2026-01-15T10:01:00Z"));
  });

  it("notifies the approvers through the SNS topic", async () => {
    const topic = "arn:aws:sns:eu-west-1:111111111111:AutomationApprovals";
    const started = await waiting({ Approvers: BOTH, NotificationArn: topic, Message: "Shall we?" });
    expect(started.platform.calls).toMatchObject([
      { name: "sns:Publish", parameters: { TopicArn: topic, Message: expect.stringContaining("Shall we?") as string } },
    ]);
    signal(started, ann, "Approve");
    await started.ended();
  });

  it.each([
    ["more approvals than approvers", { Approvers: ["ann"], MinRequiredApprovals: 2 }],
    ["a topic that AWS would not notify", { Approvers: ["ann"], NotificationArn: "arn:aws:sns:eu-west-1:1:Other" }],
    ["eleven approvers", { Approvers: Array.from({ length: 11 }, String) }],
  ])("fails with %s", async (_case, inputs) => {
    const { step } = await (await waiting(inputs)).ended();
    expect(step("ask").FailureDetails?.FailureStage).toBe("InputValidation");
  });
});
