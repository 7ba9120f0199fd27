/** Decodes the text files that people write. Node's own decoding replaces a wrong byte in silence, and the text is then another. */
import { isUtf8 } from "node:buffer";
import { ConfigurationError } from "./errors";

const LINE_FEED = 0x0a;

/**
 * The text of a file, without a byte order mark.
 * @param file the file's name in messages
 * @throws ConfigurationError with line and column of the first byte that is not UTF-8
 */
export function decodeUtf8(bytes: Buffer, file: string): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  if (isUtf16(bytes)) {
    throw new ConfigurationError({
      place: file,
      message: "The file is UTF-16; expected UTF-8.",
      remedy: "Save it as UTF-8: `iconv -f utf-16 -t utf-8` converts it.",
    });
  }
  const { line, column, byte } = firstWrongByte(bytes);
  throw new ConfigurationError({
    place: `${file}:${line}:${column}`,
    message: `The file is not UTF-8: the byte 0x${byte} here belongs to no character.`,
    remedy: "Save it as UTF-8: `iconv -f latin1 -t utf-8` converts it, if it is Latin-1.",
  });
}

/** By the byte order mark, with which editors on Windows begin such a file. */
function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function firstWrongByte(bytes: Buffer): { readonly line: number; readonly column: number; readonly byte: string } {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const content = bytes.subarray(start, lineFeed < 0 ? bytes.length : lineFeed);
    if (!isUtf8(content)) {
      let length = 0;
      const end = () => endOfCharacter(content, length);
      while (isUtf8(content.subarray(length, end()))) length = end();
      const column = new TextDecoder().decode(content.subarray(0, length)).length + 1;
      return { line, column, byte: (content[length] ?? 0).toString(16).padStart(2, "0") };
    }
    start = lineFeed + 1;
  }
}

/** Where the character that begins at `index` ends, by its first byte. */
function endOfCharacter(bytes: Buffer, index: number): number {
  const first = bytes[index] ?? 0;
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return Math.min(index + length, bytes.length);
}
