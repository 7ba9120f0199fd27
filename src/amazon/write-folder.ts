/**
 * Writes a pulled document into the project's folder. Each file is written under another name and then renamed, contents before
 * facts, so that whoever reads the folder finds a whole document at any time.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FACTS_FILE, type DocumentFacts } from "./facts-file";

export interface PulledVersion {
  readonly number: string;
  readonly format: "JSON" | "YAML";
  readonly text: string;
}

/** @param folder of all documents. @returns paths of the files whose content has changed, relative to the folder */
export function writeDocument(
  folder: string,
  facts: DocumentFacts,
  versions: readonly PulledVersion[],
): readonly string[] {
  const own = path.join(folder, facts.Name);
  mkdirSync(own, { recursive: true });
  const contents = versions.map(({ number, format, text }) => [`${number}.${format.toLowerCase()}`, text] as const);
  const files = [...contents, [FACTS_FILE, `${JSON.stringify(facts, undefined, 2)}\n`] as const];
  const changed = files.filter(([name, text]) => !holds(path.join(own, name), text));
  for (const [name, text] of changed) replace(own, name, text);
  for (const name of readdirSync(own))
    if (
      isOtherFormat(
        name,
        contents.map(([written]) => written),
      )
    )
      rmSync(path.join(own, name));
  return changed.map(([name]) => path.join(facts.Name, name));
}

function holds(file: string, text: string): boolean {
  try {
    return readFileSync(file, "utf8") === text;
  } catch {
    return false;
  }
}

function replace(folder: string, name: string, text: string): void {
  const temporary = path.join(folder, `.${name}.${process.pid}`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path.join(folder, name));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Whether a file has one of the versions in another format: it was put there by hand. */
function isOtherFormat(name: string, written: readonly string[]): boolean {
  return !written.includes(name) && written.some((each) => path.parse(each).name === path.parse(name).name);
}
