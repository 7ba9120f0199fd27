/** Text of machines, cut at what does not print, so that the page shows it and no character acts. */
import { escaped, UNPRINTABLE } from "../../../../diagnostics/unprintable";

export interface Piece {
  readonly text: string;
  /** Whether the text is an escape in place of a character that does not print. */
  readonly isEscape: boolean;
}

/** Line ends are line feeds afterwards; tabs stay. */
export function visiblePieces(text: string): readonly Piece[] {
  const source = text.replace(/\r\n/g, "\n");
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of source.matchAll(UNPRINTABLE)) {
    const [character] = match;
    if (character === "\t") continue;
    if (match.index > end) pieces.push({ text: source.slice(end, match.index), isEscape: false });
    pieces.push({ text: escaped(character), isEscape: true });
    end = match.index + character.length;
  }
  if (end < source.length) pieces.push({ text: source.slice(end), isEscape: false });
  return pieces;
}

/** The first line that is not blank, at most `most` characters, with escapes for what does not print. */
export function firstLine(text: string, most: number): string {
  const line = text
    .split("\n", 50)
    .map((each) => each.trim())
    .find((each) => each !== "");
  return visiblePieces((line ?? "").slice(0, most))
    .map((piece) => piece.text)
    .join("");
}

/** As `visiblePieces`, in one string. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join("");
}
