import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunWriter } from "../../../src/operations/results/run-writer";
import { RESULTS_VERSION } from "../../../src/operations/results/schema";
import { listRuns } from "../../../src/operations/runs/list";
import { planRun } from "../../../src/operations/runs/make-plan";
import { startParts } from "../../../src/operations/runs/start-parts";
import { RunStore } from "../../../src/operations/runs/store";
import { fleet, resolved } from "../request/requests";
import { FakeAutomation, FakeClock } from "./fake-automation";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function newRun(time: string): Promise<RunStore> {
  return RunStore.create(folder, planRun({ fleet, request: resolved(), createdBy: "arn", now: new Date(time) }));
}

describe("the runs", () => {
  it("are listed with what became of their start, the newest first", async () => {
    await newRun("2026-11-29T09:00:00Z");
    const run = await newRun("2026-11-29T10:00:00Z");
    await startParts({ run, control: new FakeAutomation(), clock: new FakeClock() });
    const stopped = await newRun("2026-11-29T11:00:00Z");
    await stopped.record({ event: "stopped" }, new Date());
    const listed = await listRuns(folder, fleet.organization.id);
    expect(listed.map(({ status, accounts }) => [status, accounts])).toEqual([
      ["stopped", 3],
      ["started", 3],
      ["not started", 3],
    ]);
  });

  it("have AWS's status once they are collected, although somebody stopped one that had ended", async () => {
    const run = await newRun("2026-11-29T10:00:00Z");
    await startParts({ run, control: new FakeAutomation(), clock: new FakeClock() });
    await run.record({ event: "stopped" }, new Date());
    const { runId } = run.plan;
    const writer = await RunWriter.open(join(folder, runId));
    await writer.describe({
      ...{ version: RESULTS_VERSION, executionId: runId, runId, accountId: fleet.administratorAccount.id },
      ...{
        region: fleet.homeRegion,
        document: "check-os",
        status: "Success",
        parameters: {},
        targets: [],
        accounts: [],
      },
      ...{ complete: true, collectedAt: "2026-11-29T10:05:00.000Z" },
    });
    await writer.close();
    expect((await listRuns(folder, fleet.organization.id)).map(({ status }) => status)).toEqual(["Success"]);
  });

  it("of another organization and folders of other things are not listed", async () => {
    await newRun("2026-11-29T09:00:00Z");
    mkdirSync(join(folder, "notes"));
    expect(await listRuns(folder, "o-another0001")).toEqual([]);
    expect(await listRuns(join(folder, "nothing"), fleet.organization.id)).toEqual([]);
  });
});
