import { commentsOf, type Block } from "../../../src/rollout/review/comments";

const block = (lines: readonly string[], optional = false): Block => ({ open: ["<"], lines, close: [">"], optional });
const leftOut = (lines: number) => `${lines} left out`;

describe("comments", () => {
  it("are one if all fits", () => {
    expect(commentsOf([block(["a"]), block(["b"])], leftOut, 100)).toEqual(["<\na\n>\n<\nb\n>"]);
  });

  it("are never longer than the limit, and close and open again what is cut", () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const comments = commentsOf([block(lines)], leftOut, 120);
    expect(Math.max(...comments.map(({ length }) => length))).toBeLessThanOrEqual(120);
    expect(comments.every((text) => text.startsWith("<\n") && text.endsWith("\n>"))).toBe(true);
    expect(comments.flatMap((text) => text.split("\n").slice(1, -1))).toEqual(lines);
  });

  it("cut a line that is longer than a comment", () => {
    const comments = commentsOf([block(["x".repeat(1000)])], leftOut, 120);
    expect(comments.join("").replace(/[^x]/g, "")).toHaveLength(1000);
    expect(Math.max(...comments.map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  it("leave out what is optional after the fourth, and say how much", () => {
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`);
    const comments = commentsOf([block(lines, true), block(["needed"])], leftOut, 120);
    expect(comments.length).toBeLessThanOrEqual(5);
    expect(comments.at(-1)).toContain("needed");
    expect(comments.at(-1)).toMatch(/\d+ left out$/);
  });
});
