import { array, asyncProperty, assert, boolean, constantFrom, integer, oneof, property, record } from "fast-check";
import {
  concurrencyFault,
  concurrencyOf,
  errorsAllowed,
  errorsFault,
  runWithLimits,
} from "../../../src/engine/fan-out/limits";

describe("MaxConcurrency", () => {
  it.each([
    ["10", 3, 10],
    ["10%", 50, 5],
    ["10%", 19, 1],
    ["20%", 20, 4],
    ["1%", 10, 1],
    ["100%", 7, 7],
    ["100%", 0, 1],
  ])("%s of %d items is %d at a time", (limit, count, expected) => {
    expect(concurrencyOf(limit, count)).toBe(expected);
  });

  it.each(["0", "0%", "101%", "1.5", "-1", "", "10 %", "all", "12345678"])("is not %j", (limit) => {
    expect(concurrencyFault(limit, "maxConcurrency")).toContain("at 'maxConcurrency' failed to satisfy constraint");
  });

  it.each(["1", "10", "1%", "99%", "100%", undefined])("can be %j", (limit) => {
    expect(concurrencyFault(limit, "maxConcurrency")).toBeUndefined();
  });
});

describe("MaxErrors", () => {
  it.each([
    ["0", 50, 0],
    ["10%", 50, 5],
    ["10%", 9, 0],
    ["0%", 50, 0],
    ["100%", 50, 50],
  ])("%s of %d items allows %d", (limit, count, expected) => {
    expect(errorsAllowed(limit, count)).toBe(expected);
  });

  it("can be 0, unlike MaxConcurrency", () => {
    expect(errorsFault("0", "maxErrors")).toBeUndefined();
    expect(errorsFault("0%", "maxErrors")).toBeUndefined();
    expect(errorsFault("101%", "maxErrors")).toBeDefined();
  });
});

/** Runs items that tell when they begin and wait until they are let go. */
function held(count: number, limits: { maxConcurrency: string; maxErrors?: string; ramp?: boolean }) {
  const started: number[] = [];
  const finish: ((succeeded: boolean) => void)[] = [];
  const stopper = new AbortController();
  const run = runWithLimits(
    Array.from({ length: count }, (_item, index) => index),
    { maxErrors: "0", ramp: false, ...limits },
    (item) => {
      started.push(item);
      return new Promise<boolean>((resolve) => (finish[item] = resolve));
    },
    stopper.signal,
  );
  const end = async (item: number, succeeded = true): Promise<void> => {
    finish[item]?.(succeeded);
    await new Promise(setImmediate);
  };
  return { started, end, run, stopper };
}

describe("running within limits", () => {
  it("starts another one as soon as one has ended", async () => {
    const { started, end } = held(5, { maxConcurrency: "2" });
    expect(started).toEqual([0, 1]);
    await end(1);
    expect(started).toEqual([0, 1, 2]);
    await end(2);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it("ramps up by doubling, each wave after the whole one before, and then keeps the limit", async () => {
    const { started, end } = held(20, { maxConcurrency: "5", ramp: true });
    expect(started).toHaveLength(1);
    await end(0);
    expect(started).toHaveLength(3);
    await end(1);
    expect(started).toHaveLength(3);
    await end(2);
    expect(started).toHaveLength(7);
    for (const item of [3, 4, 5, 6]) await end(item);
    expect(started).toHaveLength(12);
    await end(9);
    expect(started).toHaveLength(13);
  });

  it("starts no more when the errors exceed what is allowed, and lets the running ones end", async () => {
    const { started, end, run } = held(10, { maxConcurrency: "3", maxErrors: "1" });
    await end(0, false);
    expect(started).toHaveLength(4);
    await end(1, false);
    expect(started).toHaveLength(4);
    await end(2);
    await end(3);
    await expect(run).resolves.toEqual({ started: 4, errors: 2, limitExceeded: true });
  });

  it("continues with exactly as many errors as allowed", async () => {
    const run = runWithLimits([1, 2, 3], { maxConcurrency: "1", maxErrors: "3", ramp: true }, () =>
      Promise.resolve(false),
    );
    await expect(run).resolves.toEqual({ started: 3, errors: 3, limitExceeded: false });
  });

  it("starts no more when it is stopped, and waits for the running ones", async () => {
    const { started, end, run, stopper } = held(10, { maxConcurrency: "2" });
    stopper.abort();
    await end(0);
    expect(started).toHaveLength(2);
    await end(1);
    await expect(run).resolves.toEqual({ started: 2, errors: 0, limitExceeded: false });
  });

  it("rejects with an item's error once the running items have ended", async () => {
    const ended: number[] = [];
    const run = runWithLimits([0, 1, 2], { maxConcurrency: "2", maxErrors: "0", ramp: false }, async (item) => {
      if (item === 0) throw new Error("no record");
      await new Promise(setImmediate);
      ended.push(item);
      return true;
    });
    await expect(run).rejects.toThrow("no record");
    expect(ended).toEqual([1]);
  });

  it("does nothing if there are no items", async () => {
    const run = runWithLimits([], { maxConcurrency: "10%", maxErrors: "0", ramp: true }, () => Promise.resolve(true));
    await expect(run).resolves.toEqual({ started: 0, errors: 0, limitExceeded: false });
  });

  const limit = oneof(
    integer({ min: 1, max: 60 }).map(String),
    integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
  );
  const errorLimit = oneof(limit, constantFrom("0", "0%"));

  it("never runs more than the limit at a time, nor an item twice, and ends only when all have ended", async () => {
    await assert(
      asyncProperty(
        record({ items: array(record({ succeeds: boolean(), turns: integer({ min: 0, max: 3 }) })), ramp: boolean() }),
        limit,
        errorLimit,
        async ({ items, ramp }, maxConcurrency, maxErrors) => {
          let running = 0;
          let most = 0;
          const started: number[] = [];
          const result = await runWithLimits(items, { maxConcurrency, maxErrors, ramp }, async (item, index) => {
            started.push(index);
            most = Math.max(most, ++running);
            for (let turn = 0; turn < item.turns; turn++) await Promise.resolve();
            running--;
            return item.succeeds;
          });
          expect(running).toBe(0);
          expect(most).toBeLessThanOrEqual(concurrencyOf(maxConcurrency, items.length));
          expect(started).toEqual(Array.from({ length: result.started }, (_item, index) => index));

          const errors = items.slice(0, result.started).filter(({ succeeds }) => !succeeds).length;
          const allowed = errorsAllowed(maxErrors, items.length);
          expect(result.errors).toBe(errors);
          expect(result.limitExceeded).toBe(errors > allowed);
          if (!result.limitExceeded) expect(result.started).toBe(items.length);
          // Only those that ran already when the last error came can add to it.
          expect(errors).toBeLessThanOrEqual(allowed + concurrencyOf(maxConcurrency, items.length));
        },
      ),
    );
  });

  it("stops at the first error above the limit if one item runs at a time", async () => {
    await assert(
      asyncProperty(array(boolean()), errorLimit, boolean(), async (items, maxErrors, ramp) => {
        const { errors } = await runWithLimits(items, { maxConcurrency: "1", maxErrors, ramp }, (succeeds) =>
          Promise.resolve(succeeds),
        );
        expect(errors).toBeLessThanOrEqual(errorsAllowed(maxErrors, items.length) + 1);
      }),
    );
  });

  it("computes percentages of the number of items", () => {
    assert(
      property(integer({ min: 1, max: 100 }), integer({ min: 1, max: 5000 }), (percent, count) => {
        expect(concurrencyOf(`${percent}%`, count)).toBeLessThanOrEqual(count);
        expect(errorsAllowed(`${percent}%`, count)).toBeLessThanOrEqual(count);
      }),
    );
  });
});
