/** Makes strings safe for a terminal. The output of programs and machines and the content of files are not trusted. */
import { stripVTControlCharacters } from "node:util";
import { escaped, UNPRINTABLE } from "./unprintable";

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
