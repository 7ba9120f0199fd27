/** Times, sizes and counts. */
import { counted, duration, size, tookOf, utc } from "../../../../../src/operations/show/html/model/figures";

describe("figures", () => {
  it("are durations in the units that people use", () => {
    const texts = [0, 450, 12_345, 59_960, 125_000, 3_600_000, 3_900_000].map(duration);
    expect(texts).toEqual(["0 ms", "450 ms", "12.3 s", "1 min", "2 min 5 s", "1 h", "1 h 5 min"]);
  });

  it("are no duration of what has not ended", () => {
    expect(tookOf({ start: 1, end: undefined })).toBeUndefined();
    expect(tookOf({ start: 1_000, end: 3_000 })).toBe("2.0 s");
  });

  it("are sizes, counts and times", () => {
    expect([0, 1, 999, 1_500, 5_242_880].map(size)).toEqual(["0 bytes", "1 byte", "999 bytes", "1.5 kB", "5.2 MB"]);
    expect([counted(1, "step"), counted(10_000, "step")]).toEqual(["1 step", "10,000 steps"]);
    expect(utc(Date.parse("2026-11-29T09:00:10.500Z"))).toBe("2026-11-29 09:00:10 UTC");
  });
});
