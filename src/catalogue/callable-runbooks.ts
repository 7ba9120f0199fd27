/** The runbooks that steps of the project's runbooks can run: the project's own, and Amazon's that it has pulled. */
import path from "node:path";
import { calledDocuments } from "../amazon/called-documents";
import { findAmazonDocument, findVersion, plainName, type AmazonDocuments } from "../amazon/document";
import { readAmazonDocuments } from "../amazon/read-folder";
import { amazonRunbook } from "../amazon/runbook";
import { ConfigurationError } from "../diagnostics/errors";
import type { JsonObject } from "../document/json";
import type { AutomationDocument } from "../document/model";
import { isAmazonDocument } from "../iam/resources/documents";
import type { Catalogue, CatalogueEntry } from "./catalogue";

/**
 * By name. Of Amazon's runbooks only those that the project's runbooks run, in the version that they run.
 * @throws ConfigurationError for faults of the folder of Amazon's documents, if one of them is run
 */
export function callableRunbooks(catalogue: Catalogue): ReadonlyMap<string, CatalogueEntry> {
  return withAmazons([...catalogue.runbooks.values()], catalogue);
}

/** The same for a runbook that need not be in the catalogue. */
export function callableFrom(entry: CatalogueEntry, catalogue: Catalogue): ReadonlyMap<string, CatalogueEntry> {
  return withAmazons([...catalogue.runbooks.values(), entry], catalogue);
}

/** One of Amazon's runbooks, in its default version; undefined if it has not been pulled. @throws ConfigurationError */
export function amazonEntry(name: string, { amazonFolder }: Catalogue): CatalogueEntry | undefined {
  return isAmazonDocument(name) ? entryOf(name, undefined, readAmazonDocuments(amazonFolder)) : undefined;
}

function withAmazons(
  own: readonly CatalogueEntry[],
  { runbooks, amazonFolder }: Catalogue,
): ReadonlyMap<string, CatalogueEntry> {
  const found = new Map<string, CatalogueEntry>();
  let documents: AmazonDocuments | undefined;
  const visit = (document: AutomationDocument): void => {
    for (const { name: called, version } of calledDocuments(document as AutomationDocument & JsonObject)) {
      const name = plainName(called);
      if (!isAmazonDocument(name) || found.has(name)) continue;
      documents ??= readAmazonDocuments(amazonFolder);
      const entry = readable(() => entryOf(name, version, documents ?? new Map()));
      if (entry === undefined) continue;
      found.set(name, entry);
      visit(entry.runbook.document);
    }
  };
  for (const { runbook } of own) visit(runbook.document);
  return new Map([...found, ...runbooks]);
}

function entryOf(name: string, version: string | undefined, documents: AmazonDocuments): CatalogueEntry | undefined {
  const document = findAmazonDocument(documents, name);
  const found = document && findVersion(document, version);
  if (document?.documentType !== "Automation" || found === undefined) return undefined;
  const runbook = amazonRunbook(document, found);
  const { text: content, format, file } = found;
  const { targetType } = runbook;
  return { name, file: path.resolve(file), content, format, runbook, ...(targetType !== undefined && { targetType }) };
}

/** Undefined if the runbook has faults of form: AWS accepts it, so its permissions are unknown here, and nobody is to correct it. */
function readable(read: () => CatalogueEntry | undefined): CatalogueEntry | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
