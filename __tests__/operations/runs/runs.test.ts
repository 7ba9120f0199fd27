import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOs } from "../../../runbooks/check-os";
import type { Fleet } from "../../../src/fleet/model";
import { totalsOf } from "../../../src/operations/fold/totals";
import { viewRun } from "../../../src/operations/fold/run-view";
import type { WaveRequest } from "../../../src/operations/request/schema";
import { listRuns } from "../../../src/operations/runs/list";
import { Runs } from "../../../src/operations/runs/runs";
import { randomFrom } from "../../random";
import { largeFleet, resolved } from "../request/requests";
import { FakeClock } from "./fake-automation";
import { FakeFleet } from "./fake-fleet";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (fleet: Fleet, aws: FakeFleet, clock = new FakeClock()): Runs =>
  new Runs({
    ...{ fleet, readers: aws.readers, control: () => aws, folder, clock },
    instances: ({ account }) => Promise.resolve(aws.instancesOf(account.id)),
    alarms: () => Promise.resolve(undefined),
  });

/** `i-200000000007-2`, as many in each account as `count` says. */
const instancesOf = (count: (accountId: string) => number) => (accountId: string) =>
  Array.from({ length: count(accountId) }, (_, index) => `i-${accountId}-${index}`);

describe("a run over 120 accounts", () => {
  const fleet = largeFleet(120);
  const again = { runbookOf: () => checkOs, parametersOf: () => ({}) };

  it("whose instances are run again in several calls reads as one run, and touches exactly what failed", async () => {
    let broken = true;
    const aws = new FakeFleet(
      instancesOf(() => 2),
      (instance) => broken && instance.endsWith("-1"),
    );
    const clock = new FakeClock();
    const runs = open(fleet, aws, clock);
    const first = await runs.start(resolved({}, fleet));
    const { places, status } = await runs.watch(first);
    expect([status, places.length, aws.started.length]).toEqual(["Failed", 120, 1]);
    expect(totalsOf(await viewRun(await runs.results(first)))).toMatchObject({
      instances: 240,
      statuses: { Success: 120, Failed: 120 },
    });

    broken = false;
    await clock.wait(1_000);
    const { request, predecessor } = await runs.again(first, { failed: true, unreached: false, ...again });
    const second = await runs.start(request, { predecessor });
    // A call takes 100 locations, and instances that are named by their ids are a location for each account.
    expect(aws.started.length - 1).toBe(2);
    expect(new Set(Object.values(aws.executed).map((each) => each.map((name) => name.slice(-2)).join(" ")))).toEqual(
      new Set(["-0 -1 -1"]),
    );
    expect((await runs.watch(second)).places.length).toBe(120);
    const stored = await runs.results(second);
    expect(totalsOf(await viewRun(stored))).toMatchObject({ instances: 240, statuses: { Success: 240 } });
    expect(await listRuns(folder, fleet.organization.id)).toMatchObject([
      { runId: second, accounts: 120, parts: 2, executionIds: [expect.any(String), expect.any(String)] },
      { runId: first, accounts: 120, parts: 1 },
    ]);
  });
});

describe("waves with planned failures", () => {
  it.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    "stop where they should, and touch no instance of a later wave (seed %s)",
    async (seed) => {
      const random = randomFrom(seed);
      const upTo = (count: number): number => Math.floor(random() * count);
      const fleet = largeFleet(2 + upTo(30));
      const instances = new Map(fleet.memberAccounts.map(({ id }) => [id, instancesOf(() => 1 + upTo(4))(id)]));
      const failing = new Set([...instances.values()].flat().filter(() => random() < 0.15));
      const waves = randomWaves(random, fleet);
      const request = resolved({ waves: [...waves] }, fleet);

      const aws = new FakeFleet(
        (accountId) => instances.get(accountId) ?? [],
        (instance) => failing.has(instance),
      );
      const instancesIn = (wave: number) =>
        (request.waves?.[wave]?.places ?? []).flatMap(({ account }) => instances.get(account.id) ?? []);
      const stopsAt = waves.slice(0, -1).findIndex(({ maxErrors = "0" }, wave) => {
        const all = instancesIn(wave);
        return all.filter((each) => failing.has(each)).length > allowed(maxErrors, all.length);
      });
      const outcome = open(fleet, aws)
        .start(request)
        .then(
          () => "held",
          (error: Error) => error.message,
        );
      const message = stopsAt < 0 ? "held" : `The wave ${request.waves?.[stopsAt]?.name ?? ""} did not hold`;
      expect(await outcome).toContain(message);
      const touched = waves.slice(0, stopsAt < 0 ? undefined : stopsAt + 1).flatMap((_, wave) => instancesIn(wave));
      expect(Object.values(aws.executed).flat().sort()).toEqual(touched.sort());
    },
  );
});

/** One account first or not, some shares, and the rest. */
function randomWaves(random: () => number, { memberAccounts }: Fleet): readonly WaveRequest[] {
  const gate = () => ({ maxErrors: ["0", "1", "3", "10%", "50%"][Math.floor(random() * 5)] ?? "0" });
  const canary = random() < 0.5 ? [{ accounts: [memberAccounts.at(-1)?.name ?? ""], ...gate() }] : [];
  // Each share is more accounts than the one before, and leaves some to the last wave.
  const count = memberAccounts.length;
  const steps = [0.2, 0.4, 0.7].filter(() => random() < 0.7).map((share) => Math.ceil(count * share));
  const sizes = [...new Set(steps)].filter((size) => size > canary.length && size < count);
  const shares = sizes.map((size) => ({ share: `${Math.floor((size * 100) / count)}%`, ...gate() }));
  return [...canary, ...shares, { share: "100%", ...gate() }];
}

function allowed(maxErrors: string, total: number): number {
  return maxErrors.endsWith("%") ? Math.floor((Number.parseInt(maxErrors) * total) / 100) : Number(maxErrors);
}
