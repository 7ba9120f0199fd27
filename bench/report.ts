/** The table of a run: Markdown with aligned columns, for terminals and for documents. */
import { median, type Round } from "./rounds";

/** One line of the table, ready to be printed. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** What it is compared with, and its figure. */
  readonly against: string;
  readonly ratio: string;
  /** The lowest and the highest ratio of a round: how noisy the machine was. */
  readonly range: string;
}

/** A row of two figures that were taken in turns. The ratio is that of each round, and not that of the medians. */
export function comparison(
  what: string,
  against: string,
  rounds: readonly Round<number, number>[],
  show: (figure: number) => string,
): Row {
  const ratios = rounds.map(([ours, theirs]) => ours / theirs);
  return {
    what,
    ours: show(median(rounds.map(([ours]) => ours))),
    against: `${against}: ${show(median(rounds.map(([, theirs]) => theirs)))}`,
    ratio: times(median(ratios)),
    range: `${times(Math.min(...ratios))} to ${times(Math.max(...ratios))}`,
  };
}

/** A row with a figure that is not compared with anything. */
export function single(what: string, ours: string): Row {
  return { what, ours, against: "", ratio: "", range: "" };
}

export function perSecond(figure: number): string {
  return `${rounded(figure)}/s`;
}

export function seconds(figure: number): string {
  return `${rounded(figure)} s`;
}

export function milliseconds(figure: number): string {
  return `${rounded(figure)} ms`;
}

/** @param bytes of memory */
export function size(bytes: number): string {
  return bytes < 1e6 ? `${rounded(bytes / 1e3)} kB` : `${rounded(bytes / 1e6)} MB`;
}

const HEAD: Row = { what: "what", ours: "Fleetbook", against: "compared with", ratio: "ratio", range: "rounds" };

export function markdownTable(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows].map(({ what, ours, against, ratio, range }) => [what, ours, against, ratio, range]);
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const [head = "", ...body] = cells.map(
    (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`,
  );
  return [head, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...body].join("\n");
}

function times(ratio: number): string {
  return `${rounded(ratio)}×`;
}

/** Such a measurement is less precise than three digits. */
function rounded(figure: number): string {
  return figure >= 100 ? Math.round(figure).toLocaleString("en") : String(Number(figure.toPrecision(3)));
}
