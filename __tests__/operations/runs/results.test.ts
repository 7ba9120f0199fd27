import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRun, type StoredRun } from "../../../src/operations/results/read-run";
import { RunWriter } from "../../../src/operations/results/run-writer";
import type { ExecutionRecord, ResultRecord } from "../../../src/operations/results/schema";
import { withPredecessors } from "../../../src/operations/runs/results";
import { DEV, id, MANAGEMENT, PROD, REGION } from "../collect/fake-aws";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const FIRST = "run-20261129-090000-aaaaaa";
const SECOND = "run-20261129-091000-bbbbbb";

async function stored(runId: string, records: readonly ResultRecord[], predecessor?: string): Promise<StoredRun> {
  const writer = await RunWriter.open(join(folder, runId));
  await writer.describe({
    ...{ version: 1, executionId: id(1), runId, accountId: MANAGEMENT, region: REGION, document: "check-os" },
    ...{ status: "Success", parameters: {}, targets: [], accounts: [], complete: true },
    collectedAt: "2026-11-29T09:00:00.000Z",
    ...(predecessor !== undefined && { predecessor }),
  });
  await writer.write({ unit: "all", final: true, records });
  await writer.close();
  return readRun(join(folder, runId));
}

function instance(name: string, status: string, number: number): ExecutionRecord {
  return {
    kind: "execution",
    level: "instance",
    accountId: DEV,
    region: REGION,
    instance: name,
    status,
    executionId: id(number),
  };
}

const unreachable: ExecutionRecord = {
  kind: "execution",
  level: "account",
  accountId: PROD,
  region: REGION,
  status: "Failed",
};

async function all(run: StoredRun): Promise<readonly ResultRecord[]> {
  const records: ResultRecord[] = [];
  for await (const record of run.records()) records.push(record);
  return records;
}

describe("a run that ran another one again", () => {
  it("is shown with it as one: the last answer of each instance, and the attempts before", async () => {
    await stored(FIRST, [instance("i-1", "Success", 11), instance("i-2", "Failed", 12), unreachable]);
    const second = await stored(
      SECOND,
      [instance("i-2", "Success", 22), { ...unreachable, status: "Success", executionId: id(23) }],
      FIRST,
    );
    expect(await all(await withPredecessors(folder, second))).toEqual([
      instance("i-1", "Success", 11),
      { ...instance("i-2", "Success", 22), earlier: [{ runId: FIRST, executionId: id(12), status: "Failed" }] },
      { ...unreachable, status: "Success", executionId: id(23) },
    ]);
  });

  it("keeps the attempts of all runs before it", async () => {
    await stored(FIRST, [instance("i-2", "Failed", 12)]);
    await stored(SECOND, [instance("i-2", "TimedOut", 22)], FIRST);
    const third = await stored("run-20261129-092000-cccccc", [instance("i-2", "Success", 32)], SECOND);
    const [last] = await all(await withPredecessors(folder, third));
    expect((last as ExecutionRecord).earlier?.map(({ status }) => status)).toEqual(["Failed", "TimedOut"]);
  });

  it("is shown alone if the other was not collected here", async () => {
    const second = await stored(SECOND, [instance("i-2", "Success", 22)], FIRST);
    expect(await all(await withPredecessors(folder, second))).toEqual([instance("i-2", "Success", 22)]);
  });
});
