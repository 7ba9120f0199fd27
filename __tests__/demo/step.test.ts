import { InterruptedError } from "../../src/diagnostics/errors";
import { stepper, type DemoStep } from "../../src/demo/step";

describe("a step of the demo", () => {
  const stop = new AbortController();
  const steps: DemoStep[] = [];
  const step = stepper({
    log: () => undefined,
    interruption: { signal: stop.signal, force: stop.signal },
    onStep: (each) => steps.push(each),
  });

  it("is handed out with its facts when it is done", async () => {
    const fact = { account: "a", expectation: "e", holds: true, found: "f" };
    expect(
      await step(
        "Work",
        () => Promise.resolve(1),
        () => [fact],
      ),
    ).toBe(1);
    expect(steps).toMatchObject([{ name: "Work", facts: [fact] }]);
  });

  it("ends with the error of its work", async () => {
    await expect(step("Fail", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });

  it("is interrupted while it waits, and does not start after that", async () => {
    const waiting = step("Wait", () => {
      stop.abort();
      return Promise.reject(stop.signal.reason as Error);
    });
    await expect(waiting).rejects.toThrow(InterruptedError);
    await expect(step("Later", () => Promise.resolve())).rejects.toThrow("Interrupted before: Later.");
  });
});
