import { getEventListeners } from "node:events";
import { ScriptControl } from "../../../../src/sandbox/machines/emulated/script-control";

function control(report: (wake: () => void) => void): ScriptControl {
  const made: ScriptControl = new ScriptControl(
    new Int32Array(1),
    () => new Error("It must end."),
    (sleep) => report(() => made.wake(sleep)),
  );
  return made;
}

describe("an emulated script that sleeps", () => {
  it("leaves no listener on its signal, however often it sleeps", async () => {
    const { signal } = new AbortController();
    const sleeper = control((wake) => setImmediate(wake));
    for (let time = 0; time < 3; time++) await sleeper.sleep("sleep 600", signal);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("wakes when its signal is aborted", async () => {
    const abort = new AbortController();
    const asleep = control(() => undefined).sleep("sleep 600", abort.signal);
    abort.abort();
    await expect(asleep).resolves.toBeUndefined();
  });
});
