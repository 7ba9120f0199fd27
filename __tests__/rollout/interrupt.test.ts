import { InterruptedError } from "../../src/diagnostics/errors";
import { interruptible } from "../../src/rollout/interrupt";

const LISTENERS = "events.maxEventTargetListeners";

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

  it("lets any number of Terraforms and calls listen to its signals, without a warning of Node's", async () => {
    // Node's getMaxListeners does not know the signals of jest's realm.
    const limitOf = (signal: AbortSignal): unknown => {
      const key = Object.getOwnPropertySymbols(signal).find(({ description }) => description === LISTENERS);
      return key && Reflect.get(signal, key);
    };
    const limits = await interruptible(
      () => undefined,
      ({ signal, force }) => Promise.resolve([limitOf(signal), limitOf(force)]),
    );
    expect(limits).toEqual([0, 0]);
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
