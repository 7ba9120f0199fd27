/** Makes strings safe for a terminal. The output of programs and machines and the content of files are not trusted. */
import { stripVTControlCharacters } from "node:util";

/**
 * Control characters (C0, DEL, C1) except line feeds, characters that change the direction of writing, and invisible
 * characters such as a zero-width space. Variation selectors 15 and 16 stay: they choose between text and emoji.
 */
const UNPRINTABLE = /(?!\n|\ufe0e|\ufe0f)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu;

/**
 * The string without anything that controls a terminal, hides characters or reorders them. Line feeds stay, and a tab
 * becomes two spaces.
 * @param unprintable whether other unprintable characters are shown as escapes (`\x1b`, `\u202e`), which suits strings that
 * people wrote, or removed together with whole escape sequences, which suits the coloured output of programs
 */
export function printable(string: string, unprintable: "shown" | "removed" = "shown"): string {
  const source = unprintable === "removed" ? stripVTControlCharacters(string) : string;
  return source.replace(UNPRINTABLE, (character) => {
    if (character === "\t") return "  ";
    return unprintable === "shown" ? escaped(character) : "";
  });
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length > 4) return `\\u{${code}}`;
  return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
}
