/** Reads the parts of a page of the docs, to hold them against the code. */

/** The part under a second-level heading, with the heading; empty if the page has no such heading. */
export function section(page: string, heading: string): string {
  return page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
}

/** The cells of the tables under a heading, without the padding and the tables' heads. */
export function tableRows(page: string, heading: string): readonly (readonly string[])[] {
  return section(page, heading)
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
