import { formatProblems } from "../../src/cli/format-problems";

describe("a problem on a terminal", () => {
  it("has its place and message on one line and the remedy below", () => {
    expect(formatProblems([{ place: "fleet.yaml:3:7", message: "It is wrong.", remedy: "Correct it." }])).toBe(
      "error  fleet.yaml:3:7  It is wrong.\n       Correct it.",
    );
  });

  it("shows control characters as escapes", () => {
    const text = formatProblems([{ place: "a\u001b[2J", message: "b\u0007\u009b", remedy: "c\rd" }]);
    expect(text).toBe("error  a\\x1b[2J  b\\x07\\x9b\n       c\\x0dd");
  });
});
