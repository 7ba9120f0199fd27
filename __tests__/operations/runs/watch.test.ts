import type { ExecutionReader } from "../../../src/operations/collect/ports";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import type { Progress } from "../../../src/operations/runs/progress";
import { progressBlock, progressLine, ProgressLines } from "../../../src/operations/runs/show-progress";
import { watchRun } from "../../../src/operations/runs/watch";
import {
  accountStep,
  DEV,
  execution,
  FakeAws,
  id,
  MANAGEMENT,
  PROD,
  REGION,
  STAGING,
  withTargets,
  type FakeAccount,
} from "../collect/fake-aws";
import { FakeClock } from "./fake-automation";

/** A parent over three accounts: one has ended, one runs, one could not be reached. */
function aws(refuses?: FakeAccount["refuses"]) {
  const parent = execution(1, { AutomationExecutionStatus: "InProgress", TargetLocations: [{ Accounts: [DEV] }] });
  const steps = [
    accountStep(DEV, id(2)),
    accountStep(STAGING, id(3), { StepStatus: "InProgress" }),
    accountStep(PROD, "", { StepStatus: "Failed", Outputs: {}, FailureMessage: "The role can't be assumed." }),
  ];
  const management: FakeAccount = {
    executions: [parent],
    steps: { [id(1)]: steps },
    ...(refuses !== undefined && { refuses }),
  };
  const targets = { ParameterValues: ["i-1", "i-2"], Truncated: false };
  return new FakeAws({
    [MANAGEMENT]: management,
    [DEV]: {
      executions: [
        withTargets(2, { ParentAutomationExecutionId: id(1), ResolvedTargets: targets }),
        execution(21, { ParentAutomationExecutionId: id(2), Target: "i-1" }),
        execution(22, {
          ParentAutomationExecutionId: id(2),
          Target: "i-2",
          AutomationExecutionStatus: "TimedOut",
          FailureMessage: "Step timed out",
        }),
      ],
    },
    [STAGING]: {
      executions: [
        withTargets(3, {
          ParentAutomationExecutionId: id(1),
          AutomationExecutionStatus: "InProgress",
          ResolvedTargets: targets,
        }),
        execution(31, {
          ParentAutomationExecutionId: id(3),
          Target: "i-3",
          AutomationExecutionStatus: "InProgress",
          CurrentStepName: "CheckNTP",
        }),
      ],
    },
  });
}

async function watch(readers: FakeAws, hooks: Partial<Parameters<typeof watchRun>[0]> = {}) {
  const management = await readers.at(MANAGEMENT, REGION);
  let reads = 0;
  const reader: ExecutionReader = {
    ...management,
    execution: async (of) => {
      const found = await management.execution(of);
      reads += 1;
      return reads < 3 ? found : { ...found, AutomationExecutionStatus: "Failed" };
    },
  };
  const seen: Progress[] = [];
  const executions = [{ execution: execution(1), place: { accountId: MANAGEMENT, region: REGION }, reader }];
  const last = await watchRun({
    executions,
    readers,
    clock: new FakeClock(),
    onProgress: (each) => seen.push(each),
    ...hooks,
  });
  return { last, seen };
}

describe("watching a run", () => {
  it("counts accounts, instances and the steps that they are at", async () => {
    const { seen } = await watch(aws());
    expect(seen[0] && progressLine(seen[0], new Date("2026-11-29T09:00:10Z"))).toBe(
      "InProgress: 2 of 3 accounts and Regions; 3 instances: 1 Success, 1 TimedOut, 1 InProgress (1 CheckNTP); about 5 s left",
    );
  });

  it("says a line when something has changed, at most every two seconds, and the end at once", async () => {
    const { seen, last } = await watch(aws());
    const [running] = seen;
    const said: string[] = [];
    const lines = new ProgressLines((line) => said.push(line));
    const at = (second: number) => new Date(Date.UTC(2026, 10, 29, 9, 0, second));
    if (running === undefined) throw new Error("nothing was seen");
    for (const second of [10, 11, 20]) lines.show(running, at(second));
    lines.show({ ...running, status: "Waiting" }, at(11));
    lines.show(last, at(21));
    lines.show({ ...last, status: "Success" }, at(21));
    expect(said.map((line) => line.split(":").slice(0, 3).join(":"))).toEqual([
      "09:00:10  InProgress",
      "09:00:21  Failed",
      "09:00:21  Success",
    ]);
  });

  it("ends when the run has ended", async () => {
    const { last, seen } = await watch(aws());
    expect([last.ended, last.status, seen.length]).toEqual([true, "Failed", 3]);
  });

  it("shows accounts where something runs, and the last failures", async () => {
    const { seen } = await watch(aws());
    const lines =
      seen[0] && progressBlock(seen[0], new Date("2026-11-29T09:00:10Z"), (account) => account.slice(0, 3), 100);
    expect(lines?.slice(1)).toEqual([
      `  333 ${REGION}  0 of 2 ended  1 CheckNTP`,
      `  TimedOut  222 ${REGION} i-2  Step timed out`,
      `  Failed  444 ${REGION}  The role can't be assumed.`,
    ]);
  });

  it("cuts its lines at the terminal's columns, of which some characters take two", async () => {
    const { seen } = await watch(aws());
    const lines = seen[0] && progressBlock(seen[0], new Date("2026-11-29T09:00:10Z"), () => "検証", 10);
    expect(lines?.[1]).toBe("  検証 a…");
  });

  it("reads an account that has ended only once", async () => {
    const readers = aws();
    await watch(readers);
    expect(readers.calls.filter((call) => call === `${DEV} children ${id(2)}`)).toHaveLength(1);
    expect(readers.calls.filter((call) => call === `${STAGING} children ${id(3)}`)).toHaveLength(3);
  });

  it.each(["unreachable", "throttled", "credentials"] as const)(
    "goes on when AWS does not answer: %s",
    async (reason) => {
      let calls = 0;
      const troubles: string[] = [];
      const readers = aws((operation) =>
        operation === "execution" && ++calls === 1 ? unreadableBecause(reason, "no") : undefined,
      );
      const { last } = await watch(readers, { onTrouble: (message, remedy) => troubles.push(message, remedy) });
      expect(last.ended).toBe(true);
      expect(troubles[0]).toBe("no");
    },
  );

  it("ends when AWS refuses to show the run", async () => {
    const readers = aws(() => unreadableBecause("access-denied", "no"));
    await expect(watch(readers)).rejects.toThrow("no");
  });

  it("ends at Ctrl-C", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(watch(aws(), { signal: stop.signal })).rejects.toThrow("aborted");
  });

  it("says which account cannot be read, and goes on with the others", async () => {
    const readers = aws();
    readers.closed.add(STAGING);
    const { last } = await watch(readers);
    expect(last.places.map(({ unread }) => unread === undefined)).toEqual([true, false, true]);
  });
});
