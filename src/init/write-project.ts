/** Writes a new project into an empty folder. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ConfigurationError } from "../diagnostics/errors";
import { shownPath } from "../diagnostics/shown-path";
import { problemsOf, type FleetChoice } from "./answers";
import { projectFiles } from "./files";

/** A new repository has nothing but this. */
const MAY_BE_THERE = ".git";
/** Names of files that a refusal shows. */
const SHOWN = 5;

/**
 * @param folder absolute path; created if it does not exist
 * @returns the files that were written, by their paths in the folder
 * @throws ConfigurationError if the folder is not empty, or with every value that a fleet file cannot have; nothing is written then
 */
export async function writeProject(folder: string, fleet: FleetChoice): Promise<readonly string[]> {
  const problems = fleet === "example" ? [] : problemsOf(fleet);
  if (problems.length > 0) throw new ConfigurationError(...problems);
  await refuseUnlessEmpty(folder);
  const files = projectFiles(folder, fleet);
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { flag: "wx" });
  }
  return [...files.keys()];
}

/** @throws ConfigurationError that names what is in the folder */
export async function refuseUnlessEmpty(folder: string): Promise<void> {
  const found = (await entriesOf(folder)).filter((name) => name !== MAY_BE_THERE).sort();
  if (found.length === 0) return;
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
  throw new ConfigurationError({
    place: shownPath(folder),
    message: `The folder is not empty: it has ${found.slice(0, SHOWN).join(", ")}${more}.`,
    remedy: "Name a new or an empty folder: init overwrites nothing.",
  });
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new ConfigurationError({
      place: shownPath(folder),
      message: code === "ENOTDIR" ? "This is a file." : `The folder cannot be read: ${String(code)}.`,
      remedy: "Name a new or an empty folder.",
    });
  }
}
