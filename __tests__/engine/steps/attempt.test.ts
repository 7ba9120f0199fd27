import type { Runner } from "../../../src/engine/steps/action-runner";
import { Attempt, AttemptHost } from "../../../src/engine/steps/attempt";
import { CANCELLED } from "../../../src/engine/interruption";
import { Scope } from "../../../src/engine/program/scope";
import { CALLER, fakePlatform, HOME } from "../fake-platform";

function attempt(): Attempt<object> {
  const platform = fakePlatform();
  return new Attempt(
    "step",
    {},
    new AttemptHost(
      "execution",
      HOME,
      platform.world(HOME, CALLER, false),
      platform.clock,
      new Scope({}, new Map(), HOME, "execution", platform.clock.now()),
      () => Promise.reject(new Error("no children here")),
    ),
  );
}

/** Runs to a good end and tells which signal it had. */
async function signalOf(runner: (signal: AbortSignal) => void): Promise<AbortSignal | undefined> {
  let seen: AbortSignal | undefined;
  const run: Runner<object> = (context) => {
    seen = context.signal;
    runner(context.signal);
    return Promise.resolve({ outputs: {} });
  };
  await attempt().run(run, undefined);
  return seen;
}

describe("the signal of an attempt", () => {
  it("is aborted for a runner that reads it late", async () => {
    const tested = attempt();
    let reason: unknown;
    const ended = tested.run(async (context) => {
      await Promise.resolve();
      reason = context.signal.reason;
      return { outputs: {} };
    }, undefined);
    tested.interrupt(CANCELLED);
    expect(await ended).toEqual({ kind: "interrupted", by: CANCELLED });
    expect(reason).toBe(CANCELLED);
  });

  it("is not reused once it is aborted", async () => {
    const tested = attempt();
    const aborted = tested.signal;
    const ended = tested.run(() => Promise.resolve({ outputs: {} }), undefined);
    tested.interrupt(CANCELLED);
    await ended;
    expect(aborted.aborted).toBe(true);
    expect(await signalOf(() => undefined)).not.toBe(aborted);
  });

  it("is not reused while it has a listener", async () => {
    const listenedTo = await signalOf((signal) => signal.addEventListener("abort", () => undefined));
    expect(await signalOf(() => undefined)).not.toBe(listenedTo);
  });
});

describe("an attempt", () => {
  it("fails if the runner throws before it returns a promise", async () => {
    const error = new Error("at once");
    const end = await attempt().run(() => {
      throw error;
    }, undefined);
    expect(end).toEqual({ kind: "failed", error });
  });
});
