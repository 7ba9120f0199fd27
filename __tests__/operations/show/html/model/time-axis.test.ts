/** The axis of the time line. */
import { onAxis, timeAxis } from "../../../../../src/operations/show/html/model/time-axis";
import { executionOf } from "../../../results/records";
import { SampleRun } from "../sample-runs";
import { reportOf } from "./sample-report";

const TIMES = [
  ["i-1", "2026-11-29T09:00:00.000Z", "2026-11-29T09:00:20.000Z"],
  ["i-2", "2026-11-29T09:01:00.000Z", "2026-11-29T09:01:40.000Z"],
] as const;

function rows() {
  const sample = new SampleRun();
  for (const [instance, startTime, endTime] of TIMES) sample.add(executionOf(instance, { startTime, endTime }));
  return reportOf(sample).rows;
}

describe("the axis of the time line", () => {
  it("reaches from the first start to the last end, with round ticks", () => {
    const axis = timeAxis(rows(), "clock");
    expect([axis?.start, axis?.end]).toEqual([Date.parse(TIMES[0][1]), Date.parse(TIMES[1][2])]);
    expect(axis?.ticks.map(({ after }) => after / 1000)).toEqual([0, 15, 30, 45, 60, 75, 90]);
  });

  it("reaches to the longest duration if each row counts from its own start", () => {
    expect(timeAxis(rows(), "row")).toMatchObject({ start: 0, end: 40_000 });
  });

  it("is not there if nothing has started", () => {
    expect(timeAxis([], "clock")).toBeUndefined();
  });

  it("has a place for each time, and what runs reaches to its end", () => {
    const axis = { start: 1_000, end: 11_000, ticks: [] };
    expect(onAxis(axis, { start: 2_000, end: 4_000 })).toEqual({ from: 0.1, length: 0.2 });
    expect(onAxis(axis, { start: 6_000, end: undefined })).toEqual({ from: 0.5, length: 0.5 });
  });
});
