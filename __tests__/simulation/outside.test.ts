import { SystemClock, VirtualClock } from "../../src/engine/clock";
import { Outside } from "../../src/simulation/outside";

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("ended"))));
const noAnswer = (): boolean => false;

describe("work outside the engine", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it("is aborted after a minute of real time, and fails the simulation", async () => {
    const outside = new Outside(new VirtualClock());
    const work = outside.work("The script of Loop", new AbortController().signal, noAnswer, never);
    const ended = expect(work).rejects.toThrow("ended");
    jest.advanceTimersByTime(60_000);
    await ended;
    expect(outside.fault?.error).toMatchObject({
      name: "OperationError",
      problems: [{ message: expect.stringMatching(/^The script of Loop has not ended within 60 seconds/) as string }],
    });
  });

  it("has no time limit on the system clock", async () => {
    const outside = new Outside(new SystemClock());
    const stop = new AbortController();
    const ended = expect(outside.work("It", stop.signal, noAnswer, never)).rejects.toThrow("ended");
    jest.advanceTimersByTime(3_600_000);
    expect(outside.fault).toBeUndefined();
    stop.abort();
    await ended;
    expect(outside.fault).toBeUndefined();
  });
});
