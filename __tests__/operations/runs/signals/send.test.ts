import type { SendAutomationSignalRequest } from "@aws-sdk/client-ssm";
import { unreadableBecause, type UnreadableError } from "../../../../src/operations/collect/unreadable";
import { sendSignals, type SignalSender } from "../../../../src/operations/runs/signals/send";
import type { WaitingStep } from "../../../../src/operations/runs/signals/waiting";
import { DEV, id, PROD, REGION } from "../../collect/fake-aws";

const SESSION = (account: string) =>
  `arn:aws:sts::${account}:assumed-role/FleetbookApproverRole/fleetbook-signal-alice`;

function waitingIn(accountId: string, changes: Partial<WaitingStep> = {}): WaitingStep {
  return {
    ...{ accountId, region: REGION, executionId: id(1), target: "i-1", since: undefined },
    ...{ step: "ask", stepExecutionId: "ask-id", takes: ["Approve", "Reject"], needed: 1, decided: 0 },
    approvers: [`arn:aws:iam::${accountId}:role/FleetbookApproverRole`],
    ...changes,
  };
}

interface Refusals {
  readonly role?: UnreadableError;
  readonly send?: UnreadableError;
}

function senderWith({ role, send }: Refusals = {}) {
  const sent: [string, SendAutomationSignalRequest][] = [];
  const sender: SignalSender = {
    roleIn: () => "FleetbookApproverRole",
    principalIn: ({ accountId }) => (role === undefined ? Promise.resolve(SESSION(accountId)) : Promise.reject(role)),
    send: ({ accountId }, input) => {
      if (send !== undefined && accountId === DEV) return Promise.reject(send);
      sent.push([accountId, input]);
      return Promise.resolve();
    },
  };
  return { sent, sender };
}

/** Why an approval in app-dev is refused. */
async function refusal(refusals: Refusals, changes: Partial<WaitingStep> = {}) {
  const { sender } = senderWith(refusals);
  const [outcome] = await sendSignals([waitingIn(DEV, changes)], "Approve", undefined, sender);
  return outcome?.refusal;
}

describe("a signal", () => {
  it("is sent in every account, with the comment of an approval", async () => {
    const { sent, sender } = senderWith();
    const outcomes = await sendSignals([waitingIn(DEV), waitingIn(PROD)], "Approve", "fine", sender);
    expect(outcomes.map(({ refusal: each }) => each)).toEqual([undefined, undefined]);
    expect(sent).toEqual([
      [DEV, { AutomationExecutionId: id(1), SignalType: "Approve", Payload: { Comment: ["fine"] } }],
      [PROD, { AutomationExecutionId: id(1), SignalType: "Approve", Payload: { Comment: ["fine"] } }],
    ]);
  });

  it.each([
    ["Resume", { StepName: ["ask"] }],
    ["StartStep", { StepName: ["ask"] }],
    ["StopStep", { StepExecutionId: ["ask-id"] }],
    ["Reject", undefined],
  ] as const)("%s has the payload that AWS wants", async (signal, payload) => {
    const { sent, sender } = senderWith();
    await sendSignals([waitingIn(DEV)], signal, undefined, sender);
    expect(sent.map(([, { Payload }]) => Payload)).toEqual([payload]);
    expect(sent.map(([, input]) => "Payload" in input)).toEqual([payload !== undefined]);
  });

  it("that one account refuses reaches the others", async () => {
    const { sent, sender } = senderWith({ send: unreadableBecause("other", "InternalServerError: no") });
    const outcomes = await sendSignals([waitingIn(DEV), waitingIn(PROD)], "Approve", undefined, sender);
    expect(outcomes.map((outcome) => outcome.refusal === undefined)).toEqual([false, true]);
    expect(sent.map(([account]) => account)).toEqual([PROD]);
  });

  it("of somebody who is no approver is refused with the approvers", async () => {
    const send = unreadableBecause("other", "InvalidAutomationSignalException: not authorized");
    expect(await refusal({ send }, { approvers: ["alice", "arn:aws:iam::222222222222:role/on-call"] })).toEqual({
      message: `${SESSION(DEV)} is not an approver of the step. Approvers: alice, arn:aws:iam::222222222222:role/on-call.`,
      remedy: "Sign in as one of them, or name a role that is one: --role NAME.",
    });
  });

  it("of an approver that comes too late has AWS's reason", async () => {
    const send = unreadableBecause("other", "InvalidAutomationSignalException: it has ended");
    expect((await refusal({ send }))?.message).toBe(
      "AWS refuses the signal: InvalidAutomationSignalException: it has ended.",
    );
  });

  it("without a role in the account names the role, and how to get it", async () => {
    const role = unreadableBecause("no-reader-role", "AccessDenied: not authorized to perform sts:AssumeRole");
    expect(await refusal({ role })).toEqual({
      message:
        "The role FleetbookApproverRole cannot be assumed: AccessDenied: not authorized to perform sts:AssumeRole.",
      remedy: expect.stringContaining("approver.principal in fleet.yaml") as string,
    });
  });

  it("that the role may not send names the permission", async () => {
    const send = unreadableBecause("access-denied", "AccessDeniedException: no");
    expect((await refusal({ send }))?.remedy).toContain("ssm:SendAutomationSignal");
  });
});
