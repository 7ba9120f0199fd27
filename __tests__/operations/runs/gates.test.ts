import { gateFault, type GateOptions } from "../../../src/operations/runs/gates";
import type { PlaceProgress, Progress } from "../../../src/operations/runs/progress";
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
  return gateFault({ gate, wave: "canary", progress, clock: new FakeClock(), ...options });
}

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
    const failed = {
      accountId: "222222222222",
      region: "ap-northeast-1",
      target: undefined,
      status: "Failed",
      message: "",
    };
    expect(await fault({ maxErrors: "50%" }, [place({}, { failures: [failed] })])).toBe(
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
    const own = {
      accountId: "222222222222",
      region: "ap-northeast-1",
      target: undefined,
      status: "Failed",
      message: "",
    };
    const failed = place({ Failed: 1 }, { status: "Failed", failures: [own] });
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
