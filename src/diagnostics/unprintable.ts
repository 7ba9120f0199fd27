/** Characters that do not print. Separate from `printable.ts`, so that a browser can use it. */

/**
 * Control characters (C0, DEL, C1) except line feeds, characters that change the direction of writing, and invisible
 * characters such as a zero-width space. Variation selectors 15 and 16 stay: they choose between text and emoji.
 */
export const UNPRINTABLE = /(?!\n|\ufe0e|\ufe0f)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu;

/** The character as an escape: `\x1b`, `\u202e`, `\u{e0001}`. */
export function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length > 4) return `\\u{${code}}`;
  return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
}
