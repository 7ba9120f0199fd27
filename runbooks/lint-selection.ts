/** Lints what a person names: runbooks of the catalogue, files, and patterns of files. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { DocumentError, type DocumentProblem } from "../document/errors";
import type { Finding } from "../document/findings";
import { lintRunbook, lintSource } from "../document/lint";
import { parseSource } from "../document/parse";
import { loadRunbooks, textFormatOf, type CatalogueEntry } from "./catalogue";

export interface LintReport {
  /** How many runbooks were looked at, those that cannot be read included. */
  readonly checked: number;
  /** File by file, in the order of each file's text. */
  readonly findings: readonly Finding[];
  /** What is wrong with files that hold no runbook that could be looked at. */
  readonly unreadable: readonly DocumentProblem[];
}

/**
 * @param selection names of the catalogue's runbooks, paths of files, and patterns with `*`, `**` and `?`
 * @param catalogue the runbooks that names are looked up in
 * @throws DocumentError with every item of the selection that names nothing
 */
export function lintSelection(
  selection: readonly string[],
  catalogue: ReadonlyMap<string, CatalogueEntry>,
): LintReport {
  const files = new Set<string>();
  const nothing: DocumentProblem[] = [];
  for (const item of selection) {
    const found = filesFor(item, catalogue);
    if (found.length === 0) {
      nothing.push({
        message: `"${item}" is neither a runbook, nor a file, nor a pattern that matches one.`,
        remedy: `Name a file, or one of the runbooks ${[...catalogue.keys()].join(", ")}.`,
      });
    }
    for (const file of found) files.add(file);
    if (
      found.length === 1 &&
      found[0] === item &&
      textFormatOf(item) === undefined &&
      loadRunbooks(item).length === 0
    ) {
      nothing.push({
        place: item,
        message: "The file holds no runbook.",
        remedy: "Export one that defineRunbook makes.",
      });
    }
  }
  if (nothing.length > 0) throw new DocumentError(...nothing);
  const reports = [...files].map(lintFile);
  return {
    checked: reports.reduce((sum, { checked }) => sum + checked, 0),
    findings: reports.flatMap(({ findings }) => findings),
    unreadable: reports.flatMap(({ unreadable }) => unreadable),
  };
}

function lintFile(file: string): LintReport {
  try {
    if (textFormatOf(file) !== undefined) {
      return { checked: 1, findings: lintSource(parseSource(readFileSync(file, "utf8"), file)), unreadable: [] };
    }
    const runbooks = loadRunbooks(file);
    return {
      checked: runbooks.length,
      findings: runbooks.flatMap((runbook) => lintRunbook(runbook, file)),
      unreadable: [],
    };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { checked: 1, findings: [], unreadable: error.problems };
  }
}

function filesFor(item: string, catalogue: ReadonlyMap<string, CatalogueEntry>): readonly string[] {
  const entry = catalogue.get(item);
  if (entry !== undefined) return [entry.file];
  if (statSync(item, { throwIfNoEntry: false })?.isFile() === true) return [item];
  return /[*?]/.test(item) ? filesMatching(item) : [];
}

/** The files below the part of the pattern that has no wildcards, as paths that begin like the pattern. */
function filesMatching(pattern: string): readonly string[] {
  const parts = pattern.split("/");
  const firstWild = parts.findIndex((part) => /[*?]/.test(part));
  const base = parts.slice(0, firstWild).join("/");
  const folder = base === "" ? (pattern.startsWith("/") ? "/" : ".") : base;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const rest = parts.slice(firstWild);
  // A pattern without folders needs no look below.
  const names = readdirSync(folder, { recursive: rest.length > 1, encoding: "utf8" });
  const matching = new RegExp(`^${rest.map(partPattern).join("").replace(/\/$/, "")}$`);
  return names
    .filter((name) => matching.test(name) && !name.split(path.sep).includes("node_modules"))
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function partPattern(part: string): string {
  if (part === "**") return "(?:[^/]+/)*";
  const wild = part
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return `${wild}/`;
}
