import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planRun } from "../../../src/operations/runs/make-plan";
import { RunStore } from "../../../src/operations/runs/store";
import { id } from "../collect/fake-aws";
import { fleet, resolved } from "../request/requests";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the folder of a run", () => {
  it("keeps an event that another process wrote before this one got the lock", async () => {
    const now = new Date("2026-11-29T09:00:00Z");
    const plan = planRun({ fleet, request: resolved(), createdBy: "arn", now });
    const run = await RunStore.create(folder, plan);
    const other = await RunStore.open(folder, plan.runId);
    await other?.record({ event: "started", part: 0, executionId: id(100) }, now);
    expect(await run.exclusively(() => Promise.resolve(run.executionIds))).toEqual([id(100)]);
    expect((await RunStore.open(folder, plan.runId))?.executionIds).toEqual([id(100)]);
  });
});
