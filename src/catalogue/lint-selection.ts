/** Lints what people name: runbooks of the catalogue, files, and patterns of files. */
import { globSync, isDynamicPattern } from "tinyglobby";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { LintResult } from "../document/lint/findings";
import { lintRunbook, lintSource } from "../document/lint/lint";
import { parseSource } from "../document/parse";
import { loadRunbooks, readText, textFormatOf, type Catalogue } from "./catalogue";
import { NAME_A_RUNBOOK, noRunbookIn, runbookFile, unknownRunbook } from "./find-runbook";
import { shownPath } from "../diagnostics/shown-path";

/** Findings file by file, in the order of each file. */
export interface LintReport extends LintResult {
  /** How many runbooks were checked, including those that cannot be read. */
  readonly checked: number;
  /** The problems of files that cannot be checked. */
  readonly unreadable: readonly Problem[];
}

/** Every runbook of the catalogue. */
export function lintCatalogue({ runbooks, faults }: Catalogue): LintReport {
  const ofFiles = faults.filter(({ ofName }) => !ofName);
  const files = [...[...runbooks.values()].map(({ file }) => file), ...ofFiles.map(({ file }) => file)];
  const report = lintFiles(new Set(files.sort()));
  return { ...report, unreadable: [...report.unreadable, ...faults.filter(({ ofName }) => ofName)] };
}

/**
 * @param selection names of the catalogue's runbooks, paths of files, and patterns of files
 * @param catalogue the runbooks that names are looked up in
 * @throws ConfigurationError with every item of the selection that leads to no file, or to one without a runbook
 */
export function lintSelection(selection: readonly string[], catalogue: Catalogue): LintReport {
  const selected = selection.map((item) => filesFor(item, catalogue));
  const nothing = selected.flatMap(({ problem }) => problem ?? []);
  if (nothing.length > 0) throw new ConfigurationError(...nothing);
  const report = lintFiles(new Set(selected.flatMap(({ files }) => files)));
  if (report.checked > 0) return report;
  throw new ConfigurationError({
    message: `No runbook is among the files that match ${selection.join(", ")}.`,
    remedy: NAME_A_RUNBOOK,
  });
}

interface Selected {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Why there are none. */
  readonly problem?: Problem;
}

function filesFor(item: string, catalogue: Catalogue): Selected {
  const file = runbookFile(item, catalogue);
  if (file !== undefined) return isRunbookFile(file) ? { files: [file] } : { files: [], problem: noRunbookIn(file) };
  if (!isDynamicPattern(item)) return { files: [], problem: unknownRunbook(item, catalogue) };
  const files = globSync(item, { absolute: true, expandDirectories: false, ignore: "**/node_modules/**" }).sort();
  if (files.length > 0) return { files };
  return {
    files,
    problem: { message: `No file matches "${item}".`, remedy: "Correct the pattern; it is relative to this folder." },
  };
}

/** Whether the file can contain a runbook. A TypeScript file that cannot be loaded can. */
function isRunbookFile(file: string): boolean {
  try {
    return textFormatOf(file) !== undefined || loadRunbooks(file).length > 0;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return true;
  }
}

function lintFiles(files: ReadonlySet<string>): LintReport {
  const reports = [...files].map(lintFile);
  return {
    checked: reports.reduce((sum, { checked }) => sum + checked, 0),
    ...together(reports),
    unreadable: reports.flatMap(({ unreadable }) => unreadable),
  };
}

function lintFile(file: string): LintReport {
  try {
    const results = resultsOf(file);
    return { checked: results.length, ...together(results), unreadable: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { checked: 1, findings: [], ignored: [], unreadable: error.problems };
  }
}

/** One result for each runbook in the file. */
function resultsOf(file: string): readonly LintResult[] {
  const shown = shownPath(file);
  if (textFormatOf(file) !== undefined) return [lintSource(parseSource(readText(file), shown))];
  return loadRunbooks(file).map((runbook) => lintRunbook(runbook, shown));
}

function together(results: readonly LintResult[]): LintResult {
  return {
    findings: results.flatMap(({ findings }) => findings),
    ignored: results.flatMap(({ ignored }) => ignored),
  };
}
