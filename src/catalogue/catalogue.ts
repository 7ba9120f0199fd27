/**
 * Every runbook of the project, found by reading its folder, and those that come with Fleetbook. To add a runbook, add one file:
 * TypeScript, or the YAML or JSON that AWS's console shows. One with the name of Fleetbook's takes its place.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isRunbook } from "../document/define";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { LintResult } from "../document/lint/findings";
import { lintRunbook, lintSource } from "../document/lint/lint";
import type { Runbook } from "../document/model";
import { parseSource } from "../document/parse";
import { readRunbook } from "../document/read";
import { renderYaml } from "../document/render";
import { isAmazonDocument } from "../iam/resources/documents";
import { shownPath } from "../diagnostics/shown-path";
import { decodeUtf8 } from "../diagnostics/utf8";
import { AMAZON_DOCUMENTS_FOLDER, OWN_RUNBOOKS_FOLDER, RUNBOOKS_FOLDER } from "../project/folders";
import { isProgram, loadModule } from "./load-module";

/** A runbook of the project, of Fleetbook or of Amazon, and the file that it is from. */
export interface CatalogueEntry {
  /** The SSM document's name. For a YAML or JSON file, the file's name without its extension. */
  readonly name: string;
  /** Absolute path of the file that the runbook comes from. */
  readonly file: string;
  /** The document as AWS receives it: rendered from TypeScript, or a YAML or JSON file's own text. */
  readonly content: string;
  readonly format: "YAML" | "JSON";
  /** The kind of resource that targets are expanded to: `/AWS::EC2::Instance`. */
  readonly targetType?: string;
  readonly runbook: Runbook;
}

const TEXT_FORMATS: Readonly<Record<string, "YAML" | "JSON">> = { ".yaml": "YAML", ".yml": "YAML", ".json": "JSON" };

/** Why a file of the folder has no runbook, or a runbook that cannot be deployed under its name. */
interface CatalogueFault extends Problem {
  /** Absolute path. */
  readonly file: string;
  /** The runbook's name; undefined for a TypeScript file that cannot be loaded, because its content is unknown. */
  readonly name: string | undefined;
  /** Whether the name is the problem, and not the content of the file. */
  readonly ofName: boolean;
}

/** Every runbook that a project has, and what is wrong with the others. */
export interface Catalogue {
  /** By name, sorted by name. */
  readonly runbooks: ReadonlyMap<string, CatalogueEntry>;
  readonly faults: readonly CatalogueFault[];
  /** Absolute path of the project's folder of Amazon's documents. Those can be called, and not deployed. */
  readonly amazonFolder: string;
}

/**
 * Reads a folder. A file that cannot be read is a fault, and the others are read all the same. A TypeScript file without a
 * runbook among its exports (a helper) is skipped.
 * @param folder a folder of runbooks alone. Default: the project's, and the runbooks that come with Fleetbook, except those whose
 *   names the project's runbooks have
 * @param amazonFolder the project's folder of Amazon's documents
 * @throws ConfigurationError if there is no such folder
 */
export function readCatalogue(folder?: string, amazonFolder: string = AMAZON_DOCUMENTS_FOLDER): Catalogue {
  const { entries, faults } = folder === undefined ? readProject() : readFolder(folder);
  return {
    runbooks: new Map([...entries].sort(([left], [right]) => (left < right ? -1 : 1))),
    faults,
    amazonFolder,
  };
}

interface Folder {
  readonly entries: ReadonlyMap<string, CatalogueEntry>;
  readonly faults: readonly CatalogueFault[];
}

const NOTHING: Folder = { entries: new Map(), faults: [] };

/** A project may have no runbooks of its own. */
function readProject(): Folder {
  const project = existsSync(RUNBOOKS_FOLDER) ? readFolder(RUNBOOKS_FOLDER) : NOTHING;
  if (RUNBOOKS_FOLDER === OWN_RUNBOOKS_FOLDER) return project;
  const replaced = new Set([...project.entries.keys(), ...project.faults.map(({ name }) => name)]);
  const { entries, faults } = readFolder(OWN_RUNBOOKS_FOLDER);
  return {
    entries: new Map([...[...entries].filter(([name]) => !replaced.has(name)), ...project.entries]),
    faults: [...project.faults, ...faults],
  };
}

function readFolder(folder: string): Folder {
  const entries = new Map<string, CatalogueEntry>();
  const faults: CatalogueFault[] = [];
  for (const file of filesOf(folder)) {
    try {
      for (const entry of readEntries(file)) {
        const { name } = entry;
        const other = entries.get(name);
        faults.push(...nameProblems(entry).map((problem) => ({ ...problem, file, name, ofName: true })));
        if (other === undefined) entries.set(name, entry);
        else faults.push({ ...sameName(entry, other), file, name, ofName: true });
      }
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const name = textFormatOf(file) === undefined ? undefined : nameOf(file);
      faults.push(...error.problems.map((problem) => ({ ...problem, file, name, ofName: false })));
    }
  }
  return { entries, faults };
}

/** What the rules say about a runbook of the catalogue. */
export function lintEntry(entry: CatalogueEntry): LintResult {
  return textFormatOf(entry.file) !== undefined
    ? lintSource(parseSource(entry.content, shownPath(entry.file)))
    : lintRunbook(entry.runbook, shownPath(entry.file));
}

function nameProblems({ name, file }: CatalogueEntry): readonly Problem[] {
  if (/^[a-zA-Z0-9_.-]{3,128}$/.test(name) && !isAmazonDocument(name)) return [];
  return [
    {
      place: shownPath(file),
      message: `"${name}" cannot be the name of a document: it has 3 to 128 letters, digits, dots, hyphens and underscores, and does not begin with aws, amazon or amzn.`,
      remedy: "Rename the runbook. The name of a YAML or JSON file is the name of its runbook.",
    },
  ];
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => path.resolve(folder, item.name))
      .sort();
  } catch (error) {
    throw new ConfigurationError({
      place: folder,
      message: `The folder of runbooks cannot be read: ${reason(error)}.`,
      remedy: "Name a folder that exists.",
    });
  }
}

/** The format of a file by its name; undefined for TypeScript and all other files. */
export function textFormatOf(file: string): "YAML" | "JSON" | undefined {
  return TEXT_FORMATS[path.extname(file)];
}

/** The runbooks that a TypeScript file exports; none for other files. @throws ConfigurationError if it cannot be loaded */
export function loadRunbooks(file: string): readonly Runbook[] {
  if (!isProgram(path.resolve(file))) return [];
  // Node decodes a file that is not UTF-8 in silence, and its strings are then others than those in the editor.
  readText(file);
  return Object.values(moduleIn(path.resolve(file))).filter(isRunbook);
}

/** The runbooks in a file, whose path is absolute. @throws ConfigurationError if it cannot be read */
export function readEntries(file: string): CatalogueEntry[] {
  const format = textFormatOf(file);
  if (format !== undefined) return [readEntry(file, format)];
  return loadRunbooks(file).map((runbook) => ({
    ...facts(runbook, file),
    content: renderYaml(runbook.document),
    format: "YAML",
  }));
}

/** The text of a file. @throws ConfigurationError if it cannot be read, or is not UTF-8 */
export function readText(file: string): string {
  try {
    return decodeUtf8(readFileSync(file), shownPath(file));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError({
      place: shownPath(file),
      message: `The file cannot be read: ${reason(error)}.`,
      remedy: "Check the path and its permissions.",
    });
  }
}

function readEntry(file: string, format: "YAML" | "JSON"): CatalogueEntry {
  const content = readText(file);
  const runbook = readRunbook(parseSource(content, shownPath(file)), nameOf(file));
  return { ...facts(runbook, file), content, format };
}

/** The name of the runbook in a YAML or JSON file. */
function nameOf(file: string): string {
  return path.basename(file, path.extname(file));
}

function facts(runbook: Runbook, file: string): Pick<CatalogueEntry, "name" | "file" | "targetType" | "runbook"> {
  const { name, targetType } = runbook;
  return { name, file, ...(targetType !== undefined && { targetType }), runbook };
}

function moduleIn(file: string): object {
  try {
    return loadModule(file);
  } catch (error) {
    throw new ConfigurationError({
      place: shownPath(file),
      message: `The file cannot be loaded: ${reason(error)}.`,
      remedy: "Run `npx tsc --noEmit` to see what is wrong in it.",
    });
  }
}

function sameName(entry: CatalogueEntry, other: CatalogueEntry): Problem {
  return {
    place: shownPath(entry.file),
    message: `The runbook has the name "${entry.name}", and so has the one in ${shownPath(other.file)}.`,
    remedy: "Rename one of them: the names of documents are unique in an account.",
  };
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.replace(/\.$/, "") ?? "";
}
