import { costOf } from "../../../src/operations/preview/cost";
import { durationOf } from "../../../src/operations/preview/duration";
import type { InstancesAt } from "../../../src/operations/preview/instances";
import { request } from "./fake-preview";

const run = {
  ...{ leastSteps: 2, mostSteps: 3, leastSeconds: 10, mostSeconds: 60, scriptSeconds: 0 },
  unbounded: undefined,
};
const [place] = request.places;
function placesOf(...counts: readonly (number | undefined)[]): readonly InstancesAt[] {
  if (place === undefined) throw new Error("no place");
  return counts.map((count) => ({
    place,
    instances:
      count === undefined
        ? undefined
        : Array.from({ length: count }, (_, index) => ({ id: `i-${index}`, name: undefined, state: "running" })),
  }));
}
const limited = (maxConcurrency: string, accountConcurrency: string) => ({
  ...request,
  limits: { ...request.limits, maxConcurrency, accountConcurrency },
});

describe("the duration of a start", () => {
  it("has one round for one instance", () => {
    expect(durationOf(request, placesOf(1, 1), run)).toEqual({
      ...{ leastSeconds: 10, mostSeconds: 60, rounds: 1, placesAtOnce: 2, instancesAtOnce: 1 },
    });
  });

  it("has AWS's ramp: one instance, then two, then four, until the limit is reached", () => {
    // 1 + 2 + 4 + 8 + 10 + 10 of 35.
    expect(durationOf(limited("10", "10"), placesOf(35), run)).toMatchObject({
      rounds: 6,
      leastSeconds: 60,
      mostSeconds: 360,
    });
  });

  it("is longer if accounts run one after the other", () => {
    expect(durationOf(limited("1", "1"), placesOf(2, 3), run)).toMatchObject({ leastSeconds: 50, mostSeconds: 300 });
    expect(durationOf(limited("1", "100%"), placesOf(2, 3), run)).toMatchObject({ leastSeconds: 30, mostSeconds: 180 });
  });

  it("has no end if a run has none, and nothing to wait for where no instance is", () => {
    const endless = { ...run, mostSeconds: Infinity };
    expect(durationOf(request, placesOf(1), endless)?.mostSeconds).toBeUndefined();
    expect(durationOf(request, placesOf(0), endless)).toMatchObject({ leastSeconds: 0, mostSeconds: 0, rounds: 0 });
  });

  it("is not known without the instances, unless the runbook runs once in each account", () => {
    expect(durationOf(request, placesOf(1, undefined), run)).toBeUndefined();
    const once = { ...request, targetParameter: undefined };
    expect(durationOf(once, placesOf(undefined), run)).toMatchObject({ mostSeconds: 60, instancesAtOnce: undefined });
  });
});

describe("the cost of a start", () => {
  it("is the price of the steps on every instance, and at most of those that start the executions too", () => {
    // 3 × 3 steps, 3 executions of instances, 2 of accounts.
    expect(costOf(request, placesOf(1, 2), run)).toMatchObject({
      ...{ leastSteps: 6, mostSteps: 14, least: 0.012, most: 0.028, pricePerStep: 0.002 },
    });
  });

  it("has the seconds of scripts", () => {
    expect(costOf(request, placesOf(100), { ...run, scriptSeconds: 600 })?.most).toBeCloseTo(0.8 + 0.002 + 1.8, 5);
  });

  it("has no greatest number if steps run again and again", () => {
    expect(costOf(request, placesOf(1), { ...run, mostSteps: Infinity })).toMatchObject({
      most: undefined,
      least: 0.004,
    });
  });
});
