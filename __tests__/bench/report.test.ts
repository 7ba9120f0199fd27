import { comparison, markdownTable, perSecond, single, size } from "../../bench/report";

describe("a comparison in the benchmark's report", () => {
  it("is the median of the rounds' ratios, and not the ratio of the medians", () => {
    const row = comparison(
      "runs",
      "peer",
      [
        [10, 1],
        [20, 20],
        [30, 10],
      ],
      perSecond,
    );
    expect(row).toEqual({ what: "runs", ours: "20/s", against: "peer: 10/s", ratio: "3×", range: "1× to 10×" });
  });
});

describe("the table of the benchmark's report", () => {
  it("is Markdown with aligned columns", () => {
    const lines = markdownTable([single("memory", size(12_345_678)), single("of one", size(6_431))]).split("\n");
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[2]).toMatch(/^\| memory \| 12\.3 MB /);
    expect(lines[3]).toMatch(/^\| of one \| 6\.43 kB /);
  });
});
