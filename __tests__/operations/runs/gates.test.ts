import { gateFault, type GateOptions } from "../../../src/operations/runs/gates";
import type { PlaceProgress, Progress } from "../../../src/operations/runs/progress";
import type { AlarmFacts } from "../../../src/operations/runs/alarms";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import { FakeClock } from "./fake-automation";

function place(instances: PlaceProgress["instances"], changes: Partial<PlaceProgress> = {}): PlaceProgress {
  return {
    ...{ accountId: "222222222222", region: "ap-northeast-1", status: "Success", expected: undefined },
    ...{ instances, steps: {}, failures: [] },
    ...changes,
  };
}

function fault(gate: GateOptions["gate"], places: readonly PlaceProgress[], options: Partial<GateOptions> = {}) {
  const progress: Progress = { status: "Success", ended: true, startTime: undefined, places };
  const alarms = () => Promise.resolve(undefined);
  return gateFault({ gate, wave: "canary", progress, clock: new FakeClock(), alarms, ...options });
}

/** The failure of an account's execution. */
const FAILED = {
  accountId: "222222222222",
  region: "ap-northeast-1",
  target: undefined,
  status: "Failed",
  message: "",
};

describe("a wave", () => {
  it.each([
    ["as many errors as it may have, in numbers", "1", { Success: 9, Failed: 1 }, undefined],
    ["more errors, in numbers", "1", { Success: 8, Failed: 1, TimedOut: 1 }, "2 instances failed, and 1 may (1)"],
    ["as many errors as it may have, as a share", "20%", { Success: 8, Failed: 2 }, undefined],
    ["more errors, as a share", "10%", { Success: 8, Failed: 2 }, "2 instances failed, and 1 may (10%)"],
  ])("with %s", async (_, maxErrors, instances, expected) => {
    expect(await fault({ maxErrors }, [place(instances)])).toBe(expected);
  });

  it("in which an account could not be started does not hold", async () => {
    expect(await fault({ maxErrors: "50%" }, [place({}, { failures: [FAILED] })])).toBe(
      "in 1 account nothing could be started",
    );
  });

  it("in which an account's execution ended without an instance does not hold, unless it succeeded", async () => {
    expect(await fault({ maxErrors: "0" }, [place({}, { status: "Failed" })])).toBe(
      "in 1 account nothing could be started",
    );
    expect(await fault({ maxErrors: "0" }, [place({})])).toBeUndefined();
  });

  it("of a runbook without targets counts a failed execution once", async () => {
    const failed = place({ Failed: 1 }, { status: "Failed", failures: [FAILED] });
    expect(await fault({ maxErrors: "1" }, [failed])).toBeUndefined();
    expect(await fault({ maxErrors: "0" }, [failed])).toBe("1 instance failed, and 0 may (0)");
  });

  it("of which an account cannot be read does not hold", async () => {
    expect(await fault({ maxErrors: "100%" }, [place({}, { unread: "no role" })])).toBe(
      "what happened in 1 account cannot be read",
    );
  });

  it("waits, and asks a person, if its gate says so", async () => {
    const clock = new FakeClock();
    const gate = { maxErrors: "0", waitSeconds: 60, confirm: true };
    expect(await fault(gate, [place({ Success: 1 })], { clock, confirm: () => Promise.resolve(true) })).toBeUndefined();
    expect(clock.waits).toEqual([60_000]);
    expect(await fault(gate, [place({ Success: 1 })], { confirm: () => Promise.resolve(false) })).toBe(
      "the next wave was declined",
    );
    expect(await fault(gate, [place({ Success: 1 })])).toMatch(/no terminal to ask at/);
  });
});

describe("a wave whose gate has an alarm", () => {
  const alarm = { name: "errors", accountId: "222222222222", region: "eu-west-1" };
  const succeeded = [place({ Success: 1 })];
  /** The alarm has each of these states in turn, and then the last one. */
  const inTurn = (...states: readonly (string | Error)[]) => {
    let look = 0;
    return (): Promise<AlarmFacts> => {
      const state = states[Math.min(look, states.length - 1)] ?? "OK";
      look += 1;
      if (state instanceof Error) return Promise.reject(state);
      return Promise.resolve({ state, reason: "Threshold Crossed." });
    };
  };
  const ALARM = "the alarm errors@222222222222/eu-west-1 is in ALARM (Threshold Crossed)";

  it.each([
    ["OK", undefined],
    ["ALARM", ALARM],
    ["INSUFFICIENT_DATA", "the alarm errors@222222222222/eu-west-1 is in INSUFFICIENT_DATA, and has to be OK"],
  ])("in %s", async (state, expected) => {
    expect(await fault({ maxErrors: "0", alarm }, succeeded, { alarms: inTurn(state) })).toBe(expected);
  });

  it("stops at once if the alarm goes off while it waits", async () => {
    const clock = new FakeClock();
    const alarms = inTurn("INSUFFICIENT_DATA", "OK", "ALARM", "OK");
    expect(await fault({ maxErrors: "0", waitSeconds: 600, alarm }, succeeded, { clock, alarms })).toBe(ALARM);
    expect(clock.waits).toEqual([10_000, 10_000, 10_000]);
  });

  it("waits as long as it says if the alarm is quiet", async () => {
    const clock = new FakeClock();
    const gate = { maxErrors: "0", waitSeconds: 25, alarm };
    expect(await fault(gate, succeeded, { clock, alarms: inTurn("OK") })).toBeUndefined();
    expect(clock.waits).toEqual([10_000, 10_000, 5_000]);
  });

  it("looks once more after a person has confirmed", async () => {
    const confirm = () => Promise.resolve(true);
    const gate = { maxErrors: "0", confirm: true, alarm };
    expect(await fault(gate, succeeded, { confirm, alarms: inTurn("OK", "ALARM") })).toBe(ALARM);
  });

  it("is asked for again while AWS does not answer", async () => {
    const troubles: string[] = [];
    const alarms = inTurn(unreadableBecause("throttled", "Throttling"), "OK");
    const onTrouble = (message: string) => void troubles.push(message);
    expect(await fault({ maxErrors: "0", alarm }, succeeded, { alarms, onTrouble })).toBeUndefined();
    expect(troubles).toEqual(["the alarm errors@222222222222/eu-west-1 cannot be read: Throttling"]);
  });

  it("whose state nobody may read is not decided, so that the run can go on later", async () => {
    const alarms = inTurn(unreadableBecause("access-denied", "AccessDenied: no"));
    await expect(fault({ maxErrors: "0", alarm }, succeeded, { alarms })).rejects.toThrow("go on with start --resume");
  });
});
