/** Where a key leads in a grid, as the ARIA practices have it: https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/ */

export interface Position {
  readonly line: number;
  /** 0 is the name. */
  readonly column: number;
}

export interface GridSize {
  readonly lines: number;
  readonly columns: number;
  /** Lines on the screen. */
  readonly page: number;
}

/** The position after the key; undefined if the key does not move. */
export function moved(
  { line, column }: Position,
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  { lines, columns, page }: GridSize,
): Position | undefined {
  const to = (nextLine: number, nextColumn: number): Position => ({
    line: Math.max(0, Math.min(lines - 1, nextLine)),
    column: Math.max(0, Math.min(columns - 1, nextColumn)),
  });
  switch (key) {
    case "ArrowDown":
      return to(line + 1, column);
    case "ArrowUp":
      return to(line - 1, column);
    case "ArrowRight":
      return to(line, column + 1);
    case "ArrowLeft":
      return to(line, column - 1);
    case "PageDown":
      return to(line + page, column);
    case "PageUp":
      return to(line - page, column);
    case "Home":
      return ctrlKey ? to(0, 0) : to(line, 0);
    case "End":
      return ctrlKey ? to(lines - 1, columns - 1) : to(line, columns - 1);
    default:
      return undefined;
  }
}
