/** Fits text to the columns of a terminal. */

/** Characters that take two columns: those of East Asia, and emoji. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\uffdc\p{Script=Han}\p{Extended_Pictographic}]/u;
const NO_WIDTH = /\p{M}/u;

export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** One line, cut with an ellipsis if it is too long. */
export function fitted(line: string, columns: number): string {
  if (line.length <= columns / 2 || columnsOf(line) <= columns) return line;
  let kept = "";
  let used = 0;
  for (const character of line) {
    const width = columnsOf(character);
    if (used + width > columns - 1) break;
    kept += character;
    used += width;
  }
  return `${kept}…`;
}

/** Text in lines of at most `columns`, broken between words where there are any. */
export function wrapped(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrappedLine(line, Math.max(columns, 10)));
}

function wrappedLine(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/(?<= )/)) {
    if (columnsOf(current + word.trimEnd()) <= columns) {
      current += word;
      continue;
    }
    if (current !== "") lines.push(current.trimEnd());
    current = word;
    while (columnsOf(current.trimEnd()) > columns) {
      const head = fitted(current, columns + 1).slice(0, -1);
      lines.push(head);
      current = current.slice(head.length);
    }
  }
  return [...lines, current.trimEnd()];
}
