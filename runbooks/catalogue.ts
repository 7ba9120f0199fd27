/**
 * Every runbook of the folder, found by reading the folder: adding a runbook is adding one file, in TypeScript or as the
 * YAML or JSON that AWS's console shows.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { isRunbook } from "../document/define";
import { DocumentError, type DocumentProblem } from "../document/errors";
import type { Finding } from "../document/findings";
import { lintRunbook, lintSource } from "../document/lint";
import type { Runbook } from "../document/model";
import { parseSource } from "../document/parse";
import { readRunbook } from "../document/read";
import { renderYaml } from "../document/render";

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

/**
 * The runbooks of a folder by name, sorted by name. TypeScript files count by what they export: a file without a runbook
 * among its exports (a helper, this file) is passed over. Throws a DocumentError with every file that cannot be read and
 * every name that two files claim.
 */
export function loadCatalogue(folder: string = __dirname): ReadonlyMap<string, CatalogueEntry> {
  const entries = new Map<string, CatalogueEntry>();
  const problems: DocumentProblem[] = [];
  for (const file of filesOf(folder)) {
    try {
      for (const entry of readEntries(file)) {
        problems.push(...nameProblems(entry));
        const other = entries.get(entry.name);
        if (other === undefined) entries.set(entry.name, entry);
        else problems.push(sameName(entry, other));
      }
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new DocumentError(...problems);
  return new Map([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** What the rules say about a runbook of the catalogue. */
export function lintEntry(entry: CatalogueEntry): readonly Finding[] {
  return textFormatOf(entry.file) !== undefined
    ? lintSource(parseSource(entry.content, entry.file))
    : lintRunbook(entry.runbook, entry.file);
}

/** AWS keeps names that begin so for itself, in capitals or not. */
const RESERVED_NAME = /^(aws|amazon|amzn)/i;

function nameProblems({ name, file }: CatalogueEntry): readonly DocumentProblem[] {
  if (/^[a-zA-Z0-9_.-]{3,128}$/.test(name) && !RESERVED_NAME.test(name)) return [];
  return [
    {
      place: file,
      message: `"${name}" cannot be the name of a document: it has 3 to 128 letters, digits, dots, hyphens and underscores, and does not begin with aws, amazon or amzn.`,
      remedy: "Rename the runbook; a YAML or JSON file is called like its runbook.",
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
    throw new DocumentError({
      place: folder,
      message: `The folder of runbooks cannot be read: ${reason(error)}.`,
      remedy: "Name a folder that exists.",
    });
  }
}

/** The format of a file by its name; undefined for TypeScript and everything else. */
export function textFormatOf(file: string): "YAML" | "JSON" | undefined {
  return TEXT_FORMATS[path.extname(file)];
}

/** The runbooks that a TypeScript file exports; none for other files. Throws a DocumentError where it cannot be loaded. */
export function loadRunbooks(file: string): readonly Runbook[] {
  const absolute = path.resolve(file);
  // This file is being loaded by whoever calls it; declarations have nothing to run.
  if (path.extname(file) !== ".ts" || file.endsWith(".d.ts") || absolute === __filename) return [];
  return Object.values(loadModule(absolute)).filter(isRunbook);
}

function readEntries(file: string): CatalogueEntry[] {
  const format = textFormatOf(file);
  if (format !== undefined) return [readText(file, format)];
  return loadRunbooks(file).map((runbook) => ({
    ...facts(runbook, file),
    content: renderYaml(runbook.document),
    format: "YAML",
  }));
}

function readText(file: string, format: "YAML" | "JSON"): CatalogueEntry {
  const content = readFileSync(file, "utf8");
  const runbook = readRunbook(parseSource(content, file), path.basename(file, path.extname(file)));
  return { ...facts(runbook, file), content, format };
}

function facts(runbook: Runbook, file: string): Pick<CatalogueEntry, "name" | "file" | "targetType" | "runbook"> {
  const { name, targetType } = runbook;
  return { name, file, ...(targetType !== undefined && { targetType }), runbook };
}

function loadModule(file: string): object {
  try {
    return createRequire(__filename)(file) as object;
  } catch (error) {
    throw new DocumentError({
      place: file,
      message: `The file cannot be loaded: ${reason(error)}.`,
      remedy: "Run `npx tsc --noEmit` to see what is wrong in it.",
    });
  }
}

function sameName(entry: CatalogueEntry, other: CatalogueEntry): DocumentProblem {
  return {
    place: entry.file,
    message: `The runbook is called "${entry.name}", and so is the one in ${other.file}.`,
    remedy: "Rename one of them: an account holds one document of a name.",
  };
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.replace(/\.$/, "") ?? "";
}
