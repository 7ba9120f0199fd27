/** Makes strings fit for a terminal. What programs, machines and files say is not to be trusted with one. */
import { stripVTControlCharacters } from "node:util";

/**
 * Control characters (C0, DEL, C1) but line feeds; characters that change the direction of writing; and characters that are
 * not seen, such as a zero-width space. Variation selectors 15 and 16 stay: they choose between text and emoji.
 */
const UNPRINTABLE = /(?!\n|\ufe0e|\ufe0f)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu;

/**
 * A string that cannot steer a terminal, hide characters or reorder what is read. Line feeds stay, and a tab becomes two
 * spaces.
 * @param unprintable whether other unprintable characters are shown as escapes (`\x1b`, `\u202e`), which suits what people
 * wrote, or removed together with whole escape sequences, which suits what a program printed in colours
 */
export function printable(text: string, unprintable: "shown" | "removed" = "shown"): string {
  const source = unprintable === "removed" ? stripVTControlCharacters(text) : text;
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
