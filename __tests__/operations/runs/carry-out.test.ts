import type { AutomationExecutionStatus } from "@aws-sdk/client-ssm";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wavesFrom } from "../../../src/operations/request/waves";
import { carryOut } from "../../../src/operations/runs/carry-out";
import { planRun } from "../../../src/operations/runs/make-plan";
import { RunStore } from "../../../src/operations/runs/store";
import { accountStep, execution, FakeAws, id, MANAGEMENT, PROD, withTargets } from "../collect/fake-aws";
import { fleet, resolved } from "../request/requests";
import { FakeAutomation, FakeClock, KilledError, type Fault } from "./fake-automation";

const FIRST = id(100);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** AWS after the first wave: its one instance ended with this status. */
function after(status: AutomationExecutionStatus): FakeAws {
  const targets = { ParameterValues: ["i-1"], Truncated: false };
  return new FakeAws({
    [MANAGEMENT]: {
      executions: [execution(100, { TargetLocations: [{ Accounts: [PROD] }] })],
      steps: { [FIRST]: [accountStep(PROD, id(2))] },
    },
    [PROD]: {
      executions: [
        withTargets(2, { ParentAutomationExecutionId: FIRST, ResolvedTargets: targets }),
        execution(21, { ParentAutomationExecutionId: id(2), Target: "i-1", AutomationExecutionStatus: status }),
      ],
    },
  });
}

async function runInWaves(): Promise<RunStore> {
  const request = resolved({ waves: [...wavesFrom("canary=account:app-prod, 100%", {})] });
  const now = new Date("2026-11-29T09:00:00Z");
  return RunStore.create(folder, planRun({ fleet, request, createdBy: "arn", now }));
}

const noAlarm = () => Promise.resolve(undefined);
const carry = (run: RunStore, control: FakeAutomation, status: AutomationExecutionStatus = "Success") =>
  carryOut({ fleet, run, control, readers: after(status), clock: new FakeClock(), alarms: noAlarm });
/** The accounts of each call, in their order. */
const started = (control: FakeAutomation) =>
  control.started.map(({ input }) => (input.TargetLocations ?? []).flatMap(({ Accounts = [] }) => Accounts).length);

describe("a run in waves", () => {
  it("starts the next wave once the one before it has ended and held", async () => {
    const control = new FakeAutomation();
    const run = await runInWaves();
    await carry(run, control);
    expect(started(control)).toEqual([1, 2]);
    expect(run.events).toContainEqual(expect.objectContaining({ event: "held", wave: 0 }));
  });

  it("stops before the next wave if one does not hold, says what was not touched, and does not go on later", async () => {
    const control = new FakeAutomation();
    const run = await runInWaves();
    const stops =
      "The wave canary did not hold: 1 instance failed, and 0 may (0). Nothing of the later waves was touched: 100% (2 accounts).";
    await expect(carry(run, control, "Failed")).rejects.toThrow(stops);
    const again = await RunStore.open(folder, run.plan.runId);
    if (again === undefined) throw new Error("The run is gone.");
    await expect(carry(again, control)).rejects.toThrow(stops);
    expect(started(control)).toEqual([1]);
  });

  it.each<[Fault, number]>([
    ["killed", 1],
    ["killed-after", 1],
    ["killed", 2],
    ["killed-after", 2],
  ])("goes on after it was %s at call %s, and starts nothing twice", async (fault, at) => {
    const control = new FakeAutomation((call) => (call === at ? fault : undefined));
    const run = await runInWaves();
    await expect(carry(run, control)).rejects.toThrow(KilledError);
    const again = await RunStore.open(folder, run.plan.runId);
    if (again === undefined) throw new Error("The run is gone.");
    await carry(again, control);
    expect(started(control)).toEqual([1, 2]);
  });
});
