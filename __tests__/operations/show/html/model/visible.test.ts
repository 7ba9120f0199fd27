/** Text of machines, shown so that no character acts. */
import { firstLine, visiblePieces, visibleText } from "../../../../../src/operations/show/html/model/visible";

describe("text of machines", () => {
  it("has escapes in place of what controls a terminal or reorders characters", () => {
    expect(visibleText("\x1b[31mred\x1b[0m \u202egnp")).toBe("\\x1b[31mred\\x1b[0m \\u202egnp");
  });

  it("marks its escapes, so that they are told from a text that looks like one", () => {
    expect(visiblePieces("\\x1b \x1b")).toEqual([
      { text: "\\x1b ", isEscape: false },
      { text: "\\x1b", isEscape: true },
    ]);
  });

  it("keeps tabs, and line ends of Windows are line feeds", () => {
    expect(visibleText("a\tb\r\nc")).toBe("a\tb\nc");
  });

  it("gives its first line that is not blank", () => {
    expect(firstLine("\n  \r\n  hello \x07 \nworld", 20)).toBe("hello \\x07");
    expect(firstLine("a very long line", 6)).toBe("a very");
    expect(firstLine("", 6)).toBe("");
  });
});
