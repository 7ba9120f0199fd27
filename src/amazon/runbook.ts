/** One version of one of Amazon's runbooks, in the form of every other runbook. */
import type { Runbook } from "../document/model";
import { parseSource } from "../document/parse";
import { readRunbook } from "../document/read";
import type { AmazonDocument, AmazonVersion } from "./document";

/** The same version is the same object each time, because the engine compiles a document once. */
const read = new WeakMap<AmazonVersion, Runbook>();

/** @throws ConfigurationError with every fault of form */
export function amazonRunbook({ name, targetType }: AmazonDocument, version: AmazonVersion): Runbook {
  const known = read.get(version);
  if (known !== undefined) return known;
  const { document } = readRunbook(parseSource(version.text, version.file), name);
  const runbook = { name, targetType, document };
  read.set(version, runbook);
  return runbook;
}
