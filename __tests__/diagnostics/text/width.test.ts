import { columnsOf, fitted, wrapped } from "../../../src/diagnostics/text/width";

describe("text in the columns of a terminal", () => {
  it("takes two columns for a character of East Asia, and none for a mark", () => {
    expect([columnsOf("abc"), columnsOf("東京"), columnsOf("e\u0301")]).toEqual([3, 4, 1]);
  });

  it("is cut with an ellipsis, and only if it is too long", () => {
    expect(fitted("abcdef", 6)).toBe("abcdef");
    expect(fitted("abcdefg", 6)).toBe("abcde…");
    expect(fitted("東京大阪", 6)).toBe("東京…");
  });

  it("is wrapped between words, and inside of one that is too long", () => {
    expect(wrapped("one two three four", 13)).toEqual(["one two three", "four"]);
    expect(wrapped("a\n\nb", 10)).toEqual(["a", "", "b"]);
    expect(wrapped("x".repeat(25), 10)).toEqual(["x".repeat(10), "x".repeat(10), "x".repeat(5)]);
  });
});
