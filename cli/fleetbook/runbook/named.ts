/** Finds the runbook that a person names. */
import { ConfigurationError } from "../../../fleet/errors";
import { suggestion } from "../../../fleet/schema-findings";
import type { Catalogue, CatalogueEntry } from "../../../runbooks/catalogue";

/** @throws ConfigurationError if there is no such runbook, or with what is wrong with it if it cannot be read */
export function runbookNamed(name: string, { runbooks, faults }: Catalogue): CatalogueEntry {
  const entry = runbooks.get(name);
  if (entry !== undefined) return entry;
  const reasons = faults.filter((fault) => fault.name === name);
  if (reasons.length > 0) throw new ConfigurationError(...reasons);
  throw new ConfigurationError({
    message: `There is no runbook "${name}" in runbooks/.`,
    remedy: suggestion(name, [...runbooks.keys()]),
  });
}
