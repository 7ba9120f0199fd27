import { SystemClock, VirtualClock } from "../../src/engine/clock";

const START = new Date("2026-01-15T10:00:00Z");

function later(clock: VirtualClock): number {
  return clock.now().getTime() - START.getTime();
}

describe("a virtual clock", () => {
  it("jumps over an hour of sleep", async () => {
    const clock = new VirtualClock(START);
    await clock.sleep(3_600_000);
    expect(later(clock)).toBe(3_600_000);
  });

  it("wakes sleepers in the order of their times, and sleepers with the same time in the order in which they began", async () => {
    const clock = new VirtualClock(START);
    const woken: string[] = [];
    const sleepers = Array.from({ length: 20 }, (_, index) =>
      clock.sleep(10 * (index % 3)).then(() => woken.push(`${later(clock)} ${index}`)),
    );
    await Promise.all(sleepers);
    const indexes = Array.from({ length: 20 }, (_, index) => index);
    expect(woken).toEqual(
      [0, 1, 2].flatMap((rest) =>
        indexes.filter((index) => index % 3 === rest).map((index) => `${10 * rest} ${index}`),
      ),
    );
  });

  it("stands still while work is under way that takes real time", async () => {
    const clock = new VirtualClock(START);
    let end: () => void = () => undefined;
    const work = clock.during(new Promise<void>((resolve) => (end = resolve)));
    const asleep = clock.sleep(1000);
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    expect(later(clock)).toBe(0);
    end();
    await Promise.all([work, asleep]);
    expect(later(clock)).toBe(1000);
  });

  it("does not jump while asynchronous work continues in small steps", async () => {
    const clock = new VirtualClock(START);
    const cancel = clock.after(1000, () => undefined);
    for (let turn = 0; turn < 10; turn++) {
      expect(later(clock)).toBe(0);
      await new Promise(setImmediate);
    }
    cancel();
  });

  it("does not jump to timers that were cancelled, however many there are", async () => {
    const clock = new VirtualClock(START);
    const cancels = Array.from({ length: 1000 }, (_, index) => clock.after(index, () => undefined));
    for (const cancel of cancels) cancel();
    await clock.sleep(5000);
    expect(later(clock)).toBe(5000);
  });
});

describe.each([
  ["a virtual clock", () => new VirtualClock(START)],
  ["the system's clock", () => new SystemClock()],
])("%s", (_name, make) => {
  it("ends a sleep with the reason of an abort", async () => {
    const abort = new AbortController();
    const asleep = make().sleep(3_600_000, abort.signal);
    const reason = new Error("enough");
    abort.abort(reason);
    await expect(asleep).rejects.toBe(reason);
  });

  it("does not sleep if its signal is aborted already", async () => {
    const reason = new Error("enough");
    await expect(make().sleep(3_600_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it("calls back unless the timer is cancelled", async () => {
    const clock = make();
    const called: string[] = [];
    clock.after(1, () => called.push("cancelled"))();
    await new Promise<void>((resolve) => {
      clock.after(5, () => {
        called.push("kept");
        resolve();
      });
    });
    expect(called).toEqual(["kept"]);
  });
});

describe("the system's clock", () => {
  // setTimeout would fire at once.
  const month = 30 * 24 * 3_600_000;

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("waits longer than setTimeout can", () => {
    let isOver = false;
    new SystemClock().after(month, () => (isOver = true));
    jest.advanceTimersByTime(month - 1);
    expect(isOver).toBe(false);
    jest.advanceTimersByTime(1);
    expect(isOver).toBe(true);
  });

  it.each([0, month - 1])("cancels such a timer after %d milliseconds", (passed) => {
    const clock = new SystemClock();
    const cancel = clock.after(month, () => {
      throw new Error("It was taken back.");
    });
    jest.advanceTimersByTime(passed);
    cancel();
    jest.advanceTimersByTime(month);
    expect(jest.getTimerCount()).toBe(0);
  });
});
