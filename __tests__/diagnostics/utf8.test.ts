import { ConfigurationError } from "../../src/diagnostics/errors";
import { decodeUtf8 } from "../../src/diagnostics/utf8";

const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.from([part]) : Buffer.from(part))));

describe("the text of a file", () => {
  it("has every character of UTF-8", () => {
    expect(decodeUtf8(bytes("größe: 日本 🙂\n"), "some.yaml")).toBe("größe: 日本 🙂\n");
  });

  it("does not begin with a byte order mark", () => {
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, "a: 1\n"), "some.yaml")).toBe("a: 1\n");
  });

  it.each<readonly [what: string, content: Buffer, message: string]>([
    ["Latin-1", bytes("a: 1\nü: b", 0xe9, "\n"), "some.yaml:2:5: The file is not UTF-8: the byte 0xe9 here"],
    ["a character that is cut off", bytes("a", 0xe2, 0x82), "some.yaml:1:2: The file is not UTF-8: the byte 0xe2 here"],
    ["UTF-16", bytes(0xff, 0xfe, "a", 0, ":", 0), "some.yaml: The file is UTF-16; expected UTF-8."],
  ])("is refused if it is %s, with the place and what to do", (_what, content, message) => {
    expect(() => decodeUtf8(content, "some.yaml")).toThrow(ConfigurationError);
    expect(() => decodeUtf8(content, "some.yaml")).toThrow(message);
    expect(() => decodeUtf8(content, "some.yaml")).toThrow("iconv");
  });
});
