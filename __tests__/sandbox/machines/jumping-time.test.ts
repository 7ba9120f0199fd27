import { VirtualClock } from "../../../src/engine/clock";
import { jumpingTime } from "../../../src/sandbox/machines/machine-time";
import { node, shells, WINDOWS } from "./support";

const HOUR = 3_600_000;

describe.each(["strongest", "emulated"] as const)("a slow node on a virtual clock, %s isolation", (kind) => {
  const clock = new VirtualClock(new Date(0));
  const run = shells({ time: jumpingTime(clock), ...(kind === "emulated" ? { isolation: "emulated" } : {}) });
  const slow = node({ programs: { slow: { takesSeconds: 3_600, stdout: "at last" } } });

  it("answers after its hour, which takes no real time", async () => {
    const before = clock.now().getTime();
    expect(await run("slow; sleep 1m; echo done", slow, { timeoutSeconds: 7_200 })).toMatchObject({
      ended: "exited",
      stdout: "at last\ndone\n",
    });
    expect(clock.now().getTime() - before).toBe(HOUR + 60_000);
  });

  it("is ended by its time limit", async () => {
    const before = clock.now().getTime();
    expect(await run("slow", slow, { timeoutSeconds: 600 })).toMatchObject({ ended: "timed-out", exitCode: 137 });
    expect(clock.now().getTime() - before).toBe(600_000);
  });

  it("is cancelled with its signal", async () => {
    const cancel = new AbortController();
    clock.after(10_000, () => cancel.abort());
    expect(await run("slow", slow, { timeoutSeconds: 7_200 }, cancel.signal)).toMatchObject({ ended: "cancelled" });
  });

  it("keeps the clock from jumping while it works", async () => {
    const before = clock.now().getTime();
    let jumped = false;
    const cancel = clock.after(HOUR, () => (jumped = true));
    expect(await run("i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; echo $i", slow)).toMatchObject({
      stdout: "2000\n",
    });
    cancel();
    expect([jumped, clock.now().getTime()]).toEqual([false, before]);
  });

  it("answers late on Windows as well", async () => {
    const windows = node({ scripts: [{ contains: "Start-Sleep", takesSeconds: 3_600, stdout: "x" }] }, WINDOWS);
    const result = await run("Start-Sleep 60", windows, { plugin: "aws:runPowerShellScript" });
    expect(result.ended).toBe("timed-out");
  });
});
