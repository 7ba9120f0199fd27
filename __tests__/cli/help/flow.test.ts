import { flow, wordsOf } from "../../../src/cli/help/flow";

const loud = (text: string) => `<${text}>`;

describe("words in lines", () => {
  it("break where the line is full, and go on below the first word", () => {
    expect(flow(wordsOf("one two three"), 9, "- ", "  ")).toBe("- one two\n  three");
  });

  it("are styled one by one, which does not make them longer", () => {
    expect(flow([...wordsOf("see "), ...wordsOf("a b", loud), ...wordsOf(", then")], 12, "")).toBe(
      "see <a> <b>,\nthen",
    );
  });

  it("keep what follows without a space on their line", () => {
    expect(flow([...wordsOf("aaa "), ...wordsOf("bbb", loud), ...wordsOf(", c")], 5, "")).toBe("aaa\n<bbb>,\nc");
  });

  it("break between Japanese characters, which take two columns, but not before a full stop", () => {
    expect(flow(wordsOf("すべての規則。次"), 12, "")).toBe("すべての規\n則。次");
  });

  it("are not broken if one is longer than a line", () => {
    expect(flow(wordsOf("to https://example.com/a"), 10, "  ")).toBe("  to\n  https://example.com/a");
  });
});
