/** Finds the runbook that a person names. */
import { statSync } from "node:fs";
import path from "node:path";
import type { Runbook } from "../../../document/model";
import { parseSource } from "../../../document/parse";
import { readRunbook } from "../../../document/read";
import { ConfigurationError } from "../../../diagnostics/errors";
import { didYouMean } from "../../../diagnostics/did-you-mean";
import {
  loadRunbooks,
  readText,
  textFormatOf,
  type Catalogue,
  type CatalogueEntry,
} from "../../../catalogue/catalogue";
import { shownPath } from "../../../diagnostics/shown-path";

/** @throws ConfigurationError if there is no such runbook, or with what is wrong with it if it cannot be read */
export function runbookNamed(name: string, { runbooks, faults }: Catalogue): CatalogueEntry {
  const entry = runbooks.get(name);
  if (entry !== undefined) return entry;
  const reasons = faults.filter((fault) => fault.name === name);
  if (reasons.length > 0) throw new ConfigurationError(...reasons);
  throw new ConfigurationError({
    message: `There is no runbook "${name}" in runbooks/.`,
    remedy: didYouMean(name, [...runbooks.keys()]),
  });
}

/**
 * A runbook of the catalogue, or the one in a file.
 * @throws ConfigurationError if there is neither, or with what is wrong with it
 */
export function runbookNamedOrIn(nameOrFile: string, catalogue: Catalogue): Runbook {
  const isFile = statSync(nameOrFile, { throwIfNoEntry: false })?.isFile() === true;
  if (!isFile || catalogue.runbooks.has(nameOrFile)) return runbookNamed(nameOrFile, catalogue).runbook;
  const name = path.basename(nameOrFile, path.extname(nameOrFile));
  if (textFormatOf(nameOrFile) !== undefined) {
    return readRunbook(parseSource(readText(nameOrFile), shownPath(nameOrFile)), name);
  }
  const [runbook, ...others] = loadRunbooks(nameOrFile);
  if (runbook !== undefined && others.length === 0) return runbook;
  throw new ConfigurationError({
    place: nameOrFile,
    message: `The file holds ${runbook === undefined ? "no runbook" : `${others.length + 1} runbooks`}; one is expected.`,
    remedy: "Name a .yaml, .yml or .json file, a TypeScript file that exports one runbook, or a runbook of runbooks/.",
  });
}
