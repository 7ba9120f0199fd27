import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { collectRun, completeRun } from "../../../src/operations/collect/collect-run";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import { readRun } from "../../../src/operations/results/read-run";
import { exampleFleet } from "../../stacks/example-fleet";
import { DEV, id, MANAGEMENT, REGION, runOn, type FakeAws } from "./fake-aws";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fleetbook-runs-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const INSTANCES = Array.from({ length: 30 }, (_, index) => `i-${index}`);

function fleetOf(refusal?: () => Error | undefined): FakeAws {
  return runOn(INSTANCES, refusal);
}

async function collected(aws: FakeAws, signal?: AbortSignal, onProgress?: () => void) {
  const reader = await aws.at(MANAGEMENT, REGION);
  const found = { execution: await reader.execution(id(1)), place: { accountId: MANAGEMENT, region: REGION }, reader };
  return collectRun({
    fleet: exampleFleet,
    readers: aws,
    executions: [found],
    folder,
    signal,
    ...(onProgress && { onProgress }),
  });
}

async function instancesIn(folderOfRun: string): Promise<readonly string[]> {
  const instances: string[] = [];
  for await (const record of (await readRun(folderOfRun)).records()) {
    if (record.kind === "execution" && record.level === "instance") instances.push(record.instance ?? "");
  }
  return instances.sort();
}

describe("the folder of a run", () => {
  it("has every result, the outputs, and names of accounts and units", async () => {
    const { run, output } = await collected(fleetOf());
    expect(run).toMatchObject({ executionId: id(1), document: "check-os", status: "Success", complete: true });
    expect(run.accounts).toContainEqual({
      id: "444444444444",
      name: "app-prod",
      organizationalUnit: "workloads/production",
    });
    expect(await instancesIn(path.join(folder, id(1)))).toEqual([...INSTANCES].sort());
    const results = readFileSync(path.join(folder, id(1), "results.jsonl"), "utf8");
    const sha256 = /"sha256":"(\w+)"/.exec(results)?.[1] ?? "";
    expect((await output(sha256)).toString()).toMatch(/^answer of i-\d+$/);
  });

  it("has everything once, however often the collection was interrupted", async () => {
    let calls = 0;
    for (let attempt = 0; attempt < 10; attempt++) {
      const stop = new AbortController();
      let units = 0;
      const aws = fleetOf();
      await collected(aws, stop.signal, () => ++units === 4 && stop.abort());
      expect((await readRun(path.join(folder, id(1)))).run.complete).toBe(false);
      calls += aws.calls.length;
    }
    const aws = fleetOf();
    const { run } = await collected(aws);
    expect(run.complete).toBe(true);
    expect(await instancesIn(path.join(folder, id(1)))).toEqual([...INSTANCES].sort());
    expect(aws.calls.filter((call) => call.startsWith(`${DEV} steps`)).length).toBeLessThan(INSTANCES.length);
    expect(calls).toBeGreaterThan(0);
  });

  it("is completed by the next collection, which reads only what is missing", async () => {
    let refused = 0;
    const throttled = unreadableBecause("throttled", "ThrottlingException: Rate exceeded");
    const { run } = await collected(fleetOf(() => (++refused % 3 === 0 ? throttled : undefined)));
    expect(run.complete).toBe(false);
    expect(await completeRun(folder, id(1))).toBeUndefined();
    const aws = fleetOf();
    expect((await collected(aws)).run.complete).toBe(true);
    expect(aws.calls.filter((call) => call.startsWith(`${DEV} steps`))).toHaveLength(10);
    expect(await instancesIn(path.join(folder, id(1)))).toEqual([...INSTANCES].sort());
    expect((await completeRun(folder, id(1)))?.run.executionId).toBe(id(1));
  });
});
