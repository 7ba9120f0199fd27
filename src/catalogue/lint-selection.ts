/** Lints what a person names: runbooks of the catalogue, files, and patterns of files. */
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { Finding } from "../document/lint/findings";
import { lintRunbook, lintSource } from "../document/lint/lint";
import { parseSource } from "../document/parse";
import { loadRunbooks, readText, textFormatOf, type Catalogue } from "./catalogue";
import { didYouMean } from "../diagnostics/did-you-mean";
import { shownPath } from "../diagnostics/shown-path";

export interface LintReport {
  /** How many runbooks were looked at, those that cannot be read included. */
  readonly checked: number;
  /** File by file, in the order of each file's text. */
  readonly findings: readonly Finding[];
  /** What is wrong with files that hold no runbook that could be looked at. */
  readonly unreadable: readonly Problem[];
}

const NAME_A_RUNBOOK = "Name a .yaml, .yml or .json file, or a TypeScript file that exports what defineRunbook makes.";

/** Every runbook of the catalogue. */
export function lintCatalogue({ runbooks, faults }: Catalogue): LintReport {
  const ofFiles = faults.filter(({ ofName }) => !ofName);
  const files = [...[...runbooks.values()].map(({ file }) => file), ...ofFiles.map(({ file }) => file)];
  const report = lintFiles(new Set(files.sort()));
  return { ...report, unreadable: [...report.unreadable, ...faults.filter(({ ofName }) => ofName)] };
}

/**
 * @param selection names of the catalogue's runbooks, paths of files, and patterns with `*`, `**` and `?`
 * @param catalogue the runbooks that names are looked up in
 * @throws ConfigurationError with every item of the selection that names nothing
 */
export function lintSelection(selection: readonly string[], catalogue: Catalogue): LintReport {
  const files = new Set<string>();
  const nothing: Problem[] = [];
  for (const item of selection) {
    const found = filesFor(item, catalogue);
    if (found.length === 0) {
      nothing.push({
        message: `"${item}" is neither a runbook, nor a file, nor a pattern that matches one.`,
        remedy: remedyFor(item, [...catalogue.runbooks.keys()]),
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
        remedy: NAME_A_RUNBOOK,
      });
    }
  }
  if (nothing.length > 0) throw new ConfigurationError(...nothing);
  const report = lintFiles(files);
  if (report.checked > 0) return report;
  throw new ConfigurationError({
    message: `No runbook is among the files that match ${selection.join(", ")}.`,
    remedy: NAME_A_RUNBOOK,
  });
}

function remedyFor(item: string, names: readonly string[]): string {
  return didYouMean(item, names, `Name a file, or one of the runbooks ${names.join(", ")}.`);
}

function lintFiles(files: ReadonlySet<string>): LintReport {
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
      const source = parseSource(readText(file), shownPath(file));
      return { checked: 1, findings: lintSource(source), unreadable: [] };
    }
    const runbooks = loadRunbooks(file);
    return {
      checked: runbooks.length,
      findings: runbooks.flatMap((runbook) => lintRunbook(runbook, shownPath(file))),
      unreadable: [],
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { checked: 1, findings: [], unreadable: error.problems };
  }
}

function filesFor(item: string, catalogue: Catalogue): readonly string[] {
  const named = catalogue.runbooks.get(item) ?? catalogue.faults.find(({ name }) => name === item);
  if (named !== undefined) return [named.file];
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
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
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
