import type { AutomationExecution, StepExecution } from "@aws-sdk/client-ssm";
import { findWaiting } from "../../../../src/operations/runs/signals/waiting";
import {
  accountStep,
  DEV,
  execution,
  FakeAws,
  id,
  MANAGEMENT,
  PROD,
  REGION,
  withTargets,
  type FakeAccount,
} from "../../collect/fake-aws";

const SINCE = new Date("2026-11-29T09:00:00Z");
const waits = { AutomationExecutionStatus: "Waiting" } as const;
const runs = { AutomationExecutionStatus: "InProgress" } as const;
const childOf = (parent: number) => ({ ParentAutomationExecutionId: id(parent) });

function step(name: string, action: string, changes: Partial<StepExecution> = {}): StepExecution {
  const common = { StepName: name, StepExecutionId: `${name}-id`, Action: action, StepStatus: "Waiting" } as const;
  return { ...common, ExecutionStartTime: SINCE, ...changes };
}
const approval = step("ask", "aws:approve", {
  Inputs: { Approvers: '["alice","arn:aws:iam::222222222222:role/on-call"]', MinRequiredApprovals: "2" },
  Outputs: { ApprovalStatus: ["Waiting"], ApproverDecisions: ['{"Approver":"alice"}'] },
});

/** What waits in an execution of the administrator account, with these accounts below it. */
async function waiting(
  parent: Partial<AutomationExecution>,
  accounts: Readonly<Record<string, FakeAccount>>,
  { steps = [], only }: { steps?: readonly StepExecution[]; only?: ReadonlySet<string> } = {},
  closed: readonly string[] = [],
) {
  const first = execution(1, parent);
  const { executions = [], ...own } = accounts[MANAGEMENT] ?? {};
  const management = { ...own, executions: [first, ...executions], steps: { ...own.steps, [id(1)]: steps } };
  const readers = new FakeAws({ ...accounts, [MANAGEMENT]: management });
  for (const account of closed) readers.closed.add(account);
  const place = { accountId: MANAGEMENT, region: REGION };
  const found = { execution: first, place, reader: await readers.at(MANAGEMENT, REGION) };
  return { readers, ...(await findWaiting([found], readers, only)) };
}

const ACROSS = { ...runs, TargetLocations: [{ Accounts: [DEV, PROD], Regions: [REGION] }] };
const BOTH = [
  accountStep(DEV, id(2), { StepStatus: "InProgress" }),
  accountStep(PROD, id(3), { StepStatus: "Waiting" }),
];
/** An account with the executions of two instances, of which one waits for approval. */
const asks = (number: number): FakeAccount => ({
  executions: [
    withTargets(number, { ...childOf(1), ...runs }),
    execution(number * 10, { ...childOf(number), ...waits, Target: "i-1", CurrentAction: "aws:approve" }),
    execution(number * 10 + 1, { ...childOf(number), ...runs, Target: "i-2", CurrentAction: "aws:runCommand" }),
  ],
  steps: { [id(number * 10)]: [approval] },
});

describe("what waits in a run", () => {
  it("is found in every account and instance, with its approvers and what they have decided", async () => {
    const { steps } = await waiting(ACROSS, { [DEV]: asks(2), [PROD]: asks(3) }, { steps: BOTH });
    expect(steps.map(({ accountId, target }) => [accountId, target])).toEqual([
      [DEV, "i-1"],
      [PROD, "i-1"],
    ]);
    expect(steps[0]).toEqual({
      ...{ accountId: DEV, region: REGION, executionId: id(20), target: "i-1" },
      ...{ step: "ask", stepExecutionId: "ask-id", takes: ["Approve", "Reject"], since: SINCE },
      ...{ approvers: ["alice", "arn:aws:iam::222222222222:role/on-call"], needed: 2, decided: 1 },
    });
  });

  it("is looked for only where something may wait", async () => {
    const { readers } = await waiting(ACROSS, { [DEV]: asks(2) }, { steps: BOTH.slice(0, 1) });
    expect(readers.calls).toEqual([
      `${MANAGEMENT} steps ${id(1)}`,
      `${DEV} children ${id(1)}`,
      `${DEV} children ${id(2)}`,
      `${DEV} steps ${id(20)}`,
    ]);
  });

  it("is found in the accounts that are named alone", async () => {
    const options = { steps: BOTH, only: new Set([PROD]) };
    const { steps, readers } = await waiting(ACROSS, { [DEV]: asks(2), [PROD]: asks(3) }, options);
    expect(steps.map(({ accountId }) => accountId)).toEqual([PROD]);
    expect(readers.calls.filter((call) => call.startsWith(DEV))).toEqual([]);
  });

  it("is found in the execution that a step has started, and in accounts where that runs", async () => {
    const nested = execution(5, { ...childOf(1), ...ACROSS });
    const management = {
      executions: [nested].map((each) => ({ ...each, AutomationType: "CrossAccount" })),
      steps: { [id(5)]: [accountStep(DEV, id(6), { StepStatus: "InProgress" })] },
    };
    const dev = {
      executions: [execution(6, { ...childOf(5), ...waits, CurrentAction: "aws:pause" })],
      steps: { [id(6)]: [step("hold", "aws:pause")] },
    };
    const { steps } = await waiting(
      { ...runs, CurrentAction: "aws:executeAutomation" },
      { [MANAGEMENT]: management, [DEV]: dev },
    );
    expect(steps).toMatchObject([{ accountId: DEV, executionId: id(6), step: "hold", takes: ["Resume"] }]);
  });

  it("is the next step of an interactive execution, or the one that runs", async () => {
    const ended = step("first", "aws:sleep", { StepStatus: "Success", ExecutionEndTime: SINCE, NextStep: "third" });
    const next = ["second", "third"].map((name) => step(name, "aws:sleep", { StepStatus: "Pending" }));
    const interactive = { ...waits, Mode: "Interactive" } as const;
    const before = await waiting(interactive, {}, { steps: next });
    expect(before.steps).toMatchObject([{ step: "second", takes: ["StartStep"] }]);
    const between = await waiting(interactive, {}, { steps: [ended, ...next] });
    expect(between.steps).toMatchObject([{ step: "third", takes: ["StartStep"] }]);
    const running = [step("first", "aws:sleep", { StepStatus: "InProgress" }), ...next];
    const during = await waiting({ ...interactive, ...runs }, {}, { steps: running });
    expect(during.steps).toMatchObject([{ step: "first", takes: ["StopStep"] }]);
  });

  it("is nothing in what has ended, which is said", async () => {
    expect(await waiting({}, {}, { steps: [approval] })).toMatchObject({ steps: [], ended: "Success" });
    expect((await waiting(waits, {}, { steps: [approval] })).ended).toBeUndefined();
  });

  it("is not known of an account that cannot be read, which is said", async () => {
    const { steps, unread } = await waiting(ACROSS, { [PROD]: asks(3) }, { steps: BOTH }, [DEV]);
    expect(steps).toHaveLength(1);
    expect(unread).toEqual([
      expect.objectContaining({ accountId: DEV, message: expect.stringContaining("sts:AssumeRole") as string }),
    ]);
  });
});
