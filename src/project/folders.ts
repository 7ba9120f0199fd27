/** Where the user's project is, with its fleet file and its runbooks, and where Fleetbook's own code and files are. */
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Each of them makes a folder a project. */
const MARKS = ["fleet.yaml", "cdktf.json"];

/** The folder with `src/`, `stacks/` and `runbooks/`: the repository's, or the package's compiled ones. */
const CODE_FOLDER = join(__dirname, "../..");

/** The folder of Fleetbook's `package.json`, `help` and `docs/`. */
export const PACKAGE_FOLDER = basename(CODE_FOLDER) === "dist" ? dirname(CODE_FOLDER) : CODE_FOLDER;

/** The runbooks that come with Fleetbook. */
export const OWN_RUNBOOKS_FOLDER = join(CODE_FOLDER, "runbooks");

/** The project that this process works on. */
export const PROJECT_FOLDER = findProjectFolder(process.cwd(), process.env);

/** The project's runbooks. */
export const RUNBOOKS_FOLDER = join(PROJECT_FOLDER, "runbooks");

/** The documents of Amazon's that the project has pulled. */
export const AMAZON_DOCUMENTS_FOLDER = join(PROJECT_FOLDER, "amazon-documents");

/**
 * The nearest folder upwards that has a fleet file or a `cdktf.json`; if there is none, the one of the fleet file that
 * `FLEETBOOK_FLEET` names. Commands that need no project run in the current folder all the same.
 */
export function findProjectFolder(currentFolder: string, env: NodeJS.ProcessEnv): string {
  const { FLEETBOOK_FLEET: named } = env;
  const nearest = nearestProject(currentFolder);
  if (nearest !== undefined) return nearest;
  if (!named) return currentFolder;
  const beside = dirname(resolve(currentFolder, named));
  return nearestProject(beside) ?? beside;
}

function nearestProject(folder: string): string | undefined {
  if (MARKS.some((name) => existsSync(join(folder, name)))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestProject(parent);
}
