import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRun } from "../../../src/operations/runs/find-run";
import { planRun } from "../../../src/operations/runs/make-plan";
import { startParts } from "../../../src/operations/runs/start-parts";
import { RunStore } from "../../../src/operations/runs/store";
import { id } from "../collect/fake-aws";
import { fleet, resolved } from "../request/requests";
import { FakeAutomation, FakeClock, KilledError } from "./fake-automation";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function started(control: FakeAutomation): Promise<RunStore> {
  const plan = planRun({ fleet, request: resolved(), createdBy: "arn", now: new Date() });
  const run = await RunStore.create(folder, plan);
  await startParts({ run, control, clock: new FakeClock() }).catch((error: unknown) => {
    if (!(error instanceof KilledError)) throw error;
  });
  return run;
}

describe("a run", () => {
  it("is found by its id, without a call to AWS", async () => {
    const { plan } = await started(new FakeAutomation());
    const found = await findRun(fleet, folder, plan.runId, undefined);
    expect([found.id, found.executionIds]).toEqual([plan.runId, [id(100)]]);
  });

  it("is found by the id of its only execution", async () => {
    const { plan } = await started(new FakeAutomation());
    expect((await findRun(fleet, folder, id(100), undefined)).id).toBe(plan.runId);
  });

  it("whose answer was lost is found by its tag", async () => {
    const control = new FakeAutomation((call) => (call === 1 ? "killed-after" : undefined));
    const { plan } = await started(control);
    const found = await findRun(fleet, folder, plan.runId, () => Promise.resolve(control));
    expect(found.executionIds).toEqual([id(100)]);
  });

  it("of another machine is found by its tag", async () => {
    const control = new FakeAutomation();
    const { plan } = await started(control);
    const found = await findRun(fleet, join(folder, "other"), plan.runId, () => Promise.resolve(control));
    expect([found.store, found.executionIds]).toEqual([undefined, [id(100)]]);
  });

  it("that nobody knows is refused with the id that was probably meant", async () => {
    const { plan } = await started(new FakeAutomation());
    const almost = `${plan.runId.slice(0, -1)}${plan.runId.endsWith("0") ? "1" : "0"}`;
    await expect(findRun(fleet, folder, almost, () => Promise.resolve(new FakeAutomation()))).rejects.toThrow(
      `There is no run ${almost}: not in`,
    );
    await expect(findRun(fleet, folder, "run-1", undefined)).rejects.toThrow("There is no run run-1");
  });

  it("that is an execution which Fleetbook did not start has the execution's id", async () => {
    expect(await findRun(fleet, folder, id(7), undefined)).toEqual({
      id: id(7),
      store: undefined,
      executionIds: [id(7)],
    });
  });
});
