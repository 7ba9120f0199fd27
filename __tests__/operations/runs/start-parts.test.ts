import { mkdtempSync, rmSync, truncateSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationError } from "../../../src/diagnostics/errors";
import { planRun } from "../../../src/operations/runs/make-plan";
import { startParts } from "../../../src/operations/runs/start-parts";
import { RunStore } from "../../../src/operations/runs/store";
import { largeFleet, resolved } from "../request/requests";
import { FakeAutomation, FakeClock, KilledError, type Fault } from "./fake-automation";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fleet = largeFleet(250);

/** A run of three calls, because each of 250 accounts has an instance of its own. */
async function newRun(): Promise<RunStore> {
  const all = resolved({}, fleet);
  const request = { ...all, places: all.places.map((place) => ({ ...place, instances: ["i-00000000000000001"] })) };
  return RunStore.create(folder, planRun({ fleet, request, createdBy: "arn", now: new Date() }));
}

async function reopened({ plan }: RunStore): Promise<RunStore> {
  const run = await RunStore.open(folder, plan.runId);
  if (run === undefined) throw new Error("the run is gone");
  return run;
}

/** Starts the run in one process after the other, until one of them is not killed. */
async function startUntilDone(run: RunStore, control: FakeAutomation): Promise<readonly string[]> {
  for (let again = run; ; again = await reopened(run)) {
    try {
      return await again.exclusively(() => startParts({ run: again, control, clock: new FakeClock() }));
    } catch (error) {
      if (!(error instanceof KilledError)) throw error;
    }
  }
}

describe("the parts of a run", () => {
  it("are each started once, with a token and the tags of the run", async () => {
    const control = new FakeAutomation();
    const run = await newRun();
    const ids = await startParts({ run, control, clock: new FakeClock() });
    expect(ids).toEqual(control.started.map((each) => each.id));
    expect(control.started.map(({ input }) => input.TargetLocations?.length)).toEqual([100, 100, 50]);
    expect(new Set(control.started.map(({ input }) => input.ClientToken)).size).toBe(3);
    expect(control.started[1]?.input.Tags).toEqual([
      { Key: "fleetbook:run", Value: run.plan.runId },
      { Key: `fleetbook:run:${run.plan.runId}:2`, Value: "2 of 3" },
    ]);
  });

  describe.each<Fault>(["lost", "answer-lost", "killed", "killed-after"])("if a call is %s", (fault) => {
    it.each([1, 2, 3, 4, 5])("at call %d, are all started, and none twice", async (at) => {
      const control = new FakeAutomation((call) => (call === at ? fault : undefined));
      const ids = await startUntilDone(await newRun(), control);
      expect(control.started).toHaveLength(3);
      expect(ids).toEqual(control.started.map((each) => each.id));
    });
  });

  it.each([0, 1, 10])("are none twice if the last event lacks its last %d bytes", async (bytes) => {
    const control = new FakeAutomation((call) => (call === 2 ? "killed-after" : undefined));
    const run = await newRun();
    await expect(startParts({ run, control, clock: new FakeClock() })).rejects.toThrow(KilledError);
    const events = join(folder, run.plan.runId, "events.jsonl");
    truncateSync(events, statSync(events).size - bytes);
    await startUntilDone(await reopened(run), control);
    expect(control.started).toHaveLength(3);
  });

  it("say what runs and how to go on if AWS refuses one", async () => {
    const control = new FakeAutomation((call) => (call === 2 ? "refused" : undefined));
    const run = await newRun();
    const fault = await startParts({ run, control, clock: new FakeClock() }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(OperationError);
    expect((fault as OperationError).problems[0]).toMatchObject({
      message: expect.stringContaining(
        "AWS refuses to start part 2 of 3: InvalidAutomationExecutionParametersException: no. 1 of 3 parts run.",
      ) as string,
      remedy: expect.stringContaining(`start --resume ${run.plan.runId}`) as string,
    });
  });

  it("are looked for again later if AWS does not answer for long", async () => {
    const control = new FakeAutomation((call) => (call > 1 ? "lost" : undefined));
    const clock = new FakeClock();
    await expect(startParts({ run: await newRun(), control, clock })).rejects.toThrow(
      /AWS did not answer the start of part 2 of 3: .* Whether it runs is not known\./,
    );
    expect(clock.waits).toEqual([1_000, 5_000, 15_000]);
  });
});

describe("a run's folder", () => {
  it("is of one process at a time", async () => {
    const run = await newRun();
    await run.exclusively(async () => {
      await expect((await reopened(run)).exclusively(() => Promise.resolve())).rejects.toThrow(
        /Another process starts this run/,
      );
    });
    await expect(run.exclusively(() => Promise.resolve("free"))).resolves.toBe("free");
  });

  it("with a broken plan is refused", async () => {
    const run = await newRun();
    writeFileSync(join(folder, run.plan.runId, "plan.json"), "{}");
    await expect(reopened(run)).rejects.toThrow(/The file is not the plan of the run/);
  });

  it("of another organization is refused", async () => {
    const run = await newRun();
    const other = { ...fleet, organization: { ...fleet.organization, id: "o-another0001" } };
    expect(() => run.checkFleet(other)).toThrow(/The run is of the organization o-fleetbook01/);
  });
});
