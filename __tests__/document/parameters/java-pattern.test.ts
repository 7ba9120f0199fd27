import { javaPattern } from "../../../src/document/parameters/java-pattern";

const matches = (source: string, value: string): boolean | string => {
  const found = javaPattern(source);
  return found.kind === "pattern" ? found.pattern.test(value) : found.reason;
};

describe("a Java pattern", () => {
  it.each([
    [String.raw`[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*`, "a \u{1F600}", "\u0001"],
    [String.raw`^i-[0-9a-f]{8,17}$`, "i-0123456789abcdef0", "i-1"],
    [String.raw`^$|^arn:(?:aws|aws-cn):iam::\d{12}:role/[\w+=,.@-]+$`, "arn:aws:iam::111122223333:role/x-y", "arn"],
    ["(?i)^yes$", "YES", "no"],
    ["[a-z&&[^aeiou]]+", "xyz", "xyza"],
    ["[a-c[x-z]]+", "abxy", "m"],
    [String.raw`\p{Alpha}\p{Punct}`, "a!", "1!"],
    [String.raw`\p{L}+`, "\u00e9", "1"],
    [String.raw`\p{IsLatin}\P{Lu}`, "aa", "aA"],
    [String.raw`[\w-.]+`, "a-b.c", "a b"],
    [String.raw`\Qa.b\E`, "a.b", "axb"],
    ["[]a-]+", "]a-", "b"],
    ["a/b&c", "a/b&c", "ab"],
    [String.raw`\x41\x{1F600}\t`, "A\u{1F600}\t", "A"],
    [String.raw`(a)\1(?<n>b)\k<n>`, "aabb", "ab"],
    ["^(?!.*--)[a-z-]+$", "a-b", "a--b"],
  ])("matches whole values as Java does: %s", (source, value, other) => {
    expect([matches(source, value), matches(source, other)]).toEqual([true, false]);
  });

  it.each([
    ["a++", "it has a possessive quantifier such as *+"],
    ["(?>a)", "it has an atomic group (?>\u2026)"],
    ["a(?i)b", "it sets flags other than (?i), (?s) and (?m) at its beginning"],
    [String.raw`\p{InGreek}`, String.raw`it has \p{InGreek}`],
  ])("that JavaScript does not have is named: %s", (source, reason) => {
    expect(javaPattern(source)).toEqual({ kind: "untranslated", reason });
  });

  it.each([
    ["[a", "a class [ is not closed with ]"],
    ["[z-a]", "a range in a class ends before it begins"],
    ["a{x", "a { begins no number of repetitions; write \\{ for the character"],
    [String.raw`\y`, String.raw`Java has no escape \y`],
    ["a\\", "it ends with a backslash"],
    ["(?'n'a)", "there is no group that begins with (?'"],
    ["(a", "Unterminated group"],
    ["*", "Nothing to repeat"],
  ])("that is none has a reason: %s", (source, reason) => {
    expect(javaPattern(source)).toEqual({ kind: "invalid", reason });
  });
});
