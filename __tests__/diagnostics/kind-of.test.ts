import { kindOf } from "../../src/diagnostics/kind-of";

describe("the kind of a value", () => {
  it.each([
    ["a string", "x", 'the string "x"'],
    ["a number", 5, "the number 5"],
    ["a Boolean", true, "the boolean true"],
    ["a list", ["x"], "a list"],
    ["a map", { x: 1 }, "a map"],
    ["null", null, "nothing"],
    ["undefined", undefined, "nothing"],
  ])("names %s in the words of every message", (_what, value, words) => {
    expect(kindOf(value)).toBe(words);
  });

  it("shortens a long string", () => {
    expect(kindOf("x".repeat(200))).toHaveLength('the string "'.length + 77);
  });
});
