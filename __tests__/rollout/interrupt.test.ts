import { InterruptedError } from "../../src/diagnostics/errors";
import { interruptible } from "../../src/rollout/interrupt";

/** Runs work during which `during` may emit signals at times of a test clock, in milliseconds. */
function run(during: (at: (time: number, signal: NodeJS.Signals) => void) => void) {
  const lines: string[] = [];
  let now = 0;
  let state = { stopped: false, forced: false };
  const result = interruptible(
    (line) => lines.push(line),
    ({ signal, force }) => {
      during((time, name) => {
        now = time;
        process.emit(name, name);
      });
      state = { stopped: signal.aborted, forced: force.aborted };
      return Promise.resolve("done");
    },
    () => now,
  );
  return { result, lines, state: () => state };
}

describe("an interruptible command", () => {
  it("returns its result if nobody interrupts it, and leaves no signal handler behind", async () => {
    const before = process.listenerCount("SIGINT");
    const { result, lines } = run(() => undefined);
    await expect(result).resolves.toBe("done");
    expect(lines).toEqual([]);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("stops in an orderly manner at %s and says so", async (signal) => {
    const { result, lines, state } = run((at) => at(0, signal));
    await expect(result).rejects.toBeInstanceOf(InterruptedError);
    expect(state()).toEqual({ stopped: true, forced: false });
    expect(lines).toEqual([expect.stringContaining("waiting for Terraform to finish")]);
  });

  it("stops at once at the second signal", async () => {
    const { result, lines, state } = run((at) => {
      at(0, "SIGINT");
      at(5_000, "SIGINT");
    });
    await expect(result).rejects.toBeInstanceOf(InterruptedError);
    expect(state()).toEqual({ stopped: true, forced: true });
    expect(lines).toHaveLength(2);
  });

  it("counts a Ctrl-C that npm forwards as the same signal", async () => {
    const { result, state } = run((at) => {
      at(0, "SIGINT");
      at(20, "SIGINT");
    });
    await expect(result).rejects.toBeInstanceOf(InterruptedError);
    expect(state()).toEqual({ stopped: true, forced: false });
  });

  it("throws the errors of its work unchanged", async () => {
    await expect(
      interruptible(
        () => undefined,
        () => Promise.reject(new Error("broken")),
      ),
    ).rejects.toThrow("broken");
  });
});
