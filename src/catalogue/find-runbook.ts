/** Finds the runbook that a person names on the command line: by its name, or by the file that it is in. */
import { statSync } from "node:fs";
import path from "node:path";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";
import { amazonEntry } from "./callable-runbooks";
import { readEntries, type Catalogue, type CatalogueEntry } from "./catalogue";
import { shownPath } from "../diagnostics/shown-path";

/** The remedy for a file without a runbook. */
export const NAME_A_RUNBOOK =
  "Name a .yaml, .yml or .json file, or a TypeScript file that exports what defineRunbook makes.";

/**
 * The runbook of that name in the catalogue, else Amazon's pulled one of that name, else the one in the file.
 * @throws ConfigurationError if there is neither, if the file has none or several, or with what is wrong with the runbook
 */
export function findRunbook(nameOrFile: string, catalogue: Catalogue): CatalogueEntry {
  const named = catalogue.runbooks.get(nameOrFile);
  if (named !== undefined) return named;
  const amazons = amazonEntry(nameOrFile, catalogue);
  if (amazons !== undefined) return amazons;
  const reasons = catalogue.faults.filter(({ name }) => name === nameOrFile);
  if (reasons.length > 0) throw new ConfigurationError(...reasons);
  if (!isFile(nameOrFile)) throw new ConfigurationError(unknownRunbook(nameOrFile, catalogue));
  const file = path.resolve(nameOrFile);
  const [entry, ...others] = readEntries(file);
  if (entry === undefined) throw new ConfigurationError(noRunbookIn(file));
  if (others.length === 0) return entry;
  const names = [entry, ...others].map(({ name }) => name);
  throw new ConfigurationError({
    place: shownPath(file),
    message: `The file has ${names.length} runbooks (${names.join(", ")}), and this command takes one.`,
    remedy: "Name the runbook if it is in runbooks/, or move it into a file of its own.",
  });
}

/** Absolute path of the runbook's file, whatever is wrong with it; undefined if there is no such runbook. */
export function runbookFile(nameOrFile: string, { runbooks, faults }: Catalogue): string | undefined {
  const named = runbooks.get(nameOrFile) ?? faults.find(({ name }) => name === nameOrFile);
  return named?.file ?? (isFile(nameOrFile) ? path.resolve(nameOrFile) : undefined);
}

/** The problem of a name or path that leads to no runbook. */
export function unknownRunbook(nameOrFile: string, { runbooks }: Catalogue): Problem {
  const names = [...runbooks.keys()];
  return {
    message: `There is no runbook "${nameOrFile}" in runbooks/, and no file with this path.`,
    remedy: didYouMean(nameOrFile, names),
  };
}

/** The problem of a file without a runbook. */
export function noRunbookIn(file: string): Problem {
  return { place: shownPath(file), message: "The file has no runbook.", remedy: NAME_A_RUNBOOK };
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
