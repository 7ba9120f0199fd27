import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { stopRun } from "../../../src/operations/runs/stop";
import { accountStep, DEV, execution, FakeAws, id, MANAGEMENT, REGION, withTargets } from "../collect/fake-aws";
import { FakeAutomation, FakeClock } from "./fake-automation";

type Status = AutomationExecution["AutomationExecutionStatus"];

/** A run over one account, and what has become of its parent and of the two instances there. */
async function stopped(parent: Status, first: Status, second: Status) {
  const running = execution(1, { AutomationExecutionStatus: "InProgress" });
  const readers = new FakeAws({
    [MANAGEMENT]: {
      executions: [{ ...running, AutomationExecutionStatus: parent, TargetLocations: [{ Accounts: [DEV] }] }],
      steps: { [id(1)]: [accountStep(DEV, id(2), { StepStatus: parent })] },
    },
    [DEV]: {
      executions: [
        withTargets(2, { ParentAutomationExecutionId: id(1), AutomationExecutionStatus: parent }),
        execution(21, { ParentAutomationExecutionId: id(2), Target: "i-1", AutomationExecutionStatus: first }),
        execution(22, { ParentAutomationExecutionId: id(2), Target: "i-2", AutomationExecutionStatus: second }),
      ],
    },
  });
  const reader = await readers.at(MANAGEMENT, REGION);
  const control = new FakeAutomation();
  const clock = new FakeClock();
  const executions = [{ execution: running, place: { accountId: MANAGEMENT, region: REGION }, reader }];
  const result = await stopRun({ store: undefined, executions, control, readers, clock, type: "Cancel" });
  return { result, control, clock };
}

describe("stopping a run", () => {
  it("cancels its executions and waits until all have ended", async () => {
    const { result, control } = await stopped("Cancelled", "Success", "Cancelled");
    expect(control.stopped).toEqual([id(1)]);
    expect([result.progress.status, result.running]).toEqual(["Cancelled", []]);
  });

  it("does not count what AWS will not start any more as running", async () => {
    const { result } = await stopped("Cancelled", "Cancelled", "Pending");
    expect(result.running).toEqual([]);
  });

  it("says after two and a half minutes where something still runs", async () => {
    const { result, clock } = await stopped("Cancelled", "Cancelled", "InProgress");
    expect(result.running.map(({ accountId, instances }) => [accountId, instances])).toEqual([
      [DEV, { Cancelled: 1, InProgress: 1 }],
    ]);
    expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBe(150_000);
  });
});
