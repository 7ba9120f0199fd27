import { printable } from "../../src/diagnostics/printable";

const code = (character: string): string =>
  `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));

const CONTROLS = [...range(0x00, 0x08), ...range(0x0b, 0x1f), ...range(0x7f, 0x9f)];
const BIDIRECTIONAL = [...range(0x202a, 0x202e), ...range(0x2066, 0x2069), "\u200e", "\u200f", "\u061c"];
const INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u2028", "\u2029", "\u{e0041}"];
const UNPRINTABLE = [...CONTROLS, ...BIDIRECTIONAL, ...INVISIBLE].map((character) => [code(character), character]);

describe("a printable string", () => {
  it.each(UNPRINTABLE)("shows %s as an escape", (_name, character = "") => {
    expect(printable(`a${character}b`)).toMatch(/^a\\(x[0-9a-f]{2}|u[0-9a-f]{4}|u\{[0-9a-f]+\})b$/);
  });

  it.each(UNPRINTABLE)("does not contain %s if unprintable characters are removed", (_name, character = "") => {
    expect(printable(`a${character}`, "removed")).toBe("a");
  });

  it("shows the code of an unprintable character", () => {
    expect(printable("\u0000\u001b[2J\u009b\u202e\u200b\u{e0041}")).toBe("\\x00\\x1b[2J\\x9b\\u202e\\u200b\\u{e0041}");
  });

  it("does not contain escape sequences if unprintable characters are removed", () => {
    expect(printable("\u001b[31mred\u001b[0m \u001b]8;;https://example.com\u0007link\u001b]8;;\u0007", "removed")).toBe(
      "red link",
    );
  });

  it.each(["shown", "removed"] as const)(
    "keeps line feeds and turns tabs into spaces (other unprintable characters: %s)",
    (unprintable) => {
      expect(printable("a\n\tb\r\n", unprintable)).toBe(unprintable === "shown" ? "a\n  b\\x0d\n" : "a\n  b\n");
    },
  );

  it.each(["shown", "removed"] as const)(
    "keeps letters of every script and emoji (unprintable characters: %s)",
    (unprintable) => {
      const letters = "東京 Ångström עברית العربية ❤️ 😀";
      expect(printable(letters, unprintable)).toBe(letters);
    },
  );
});
