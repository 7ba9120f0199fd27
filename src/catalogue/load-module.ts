/** Loads the files of runbooks that are programs: the user's TypeScript, and Fleetbook's own runbooks, compiled or not. */
import { createRequire } from "node:module";
import path from "node:path";
import { OWN_RUNBOOKS_FOLDER } from "../project/folders";

const ownRequire = createRequire(__filename);

/** Fleetbook's own code is `.ts` in its repository, and `.js` in the package. */
const OWN_EXTENSION = path.extname(__filename);

/** Whether the file is a program that may export runbooks. Declarations have nothing to run. */
export function isProgram(file: string): boolean {
  if (file.endsWith(".d.ts")) return false;
  const extension = path.extname(file);
  return extension === ".ts" || (extension === OWN_EXTENSION && path.dirname(file) === OWN_RUNBOOKS_FOLDER);
}

/** What a file exports. @param file absolute path @throws whatever the file throws */
export function loadModule(file: string): object {
  if (path.extname(file) === ".ts") understandTypeScript();
  return ownRequire(file) as object;
}

/** Node.js as such reads no TypeScript. tsx takes a while to load, so it is loaded for the first such file. jest has a transform of its own. */
function understandTypeScript(): void {
  if (ownRequire.extensions?.[".ts"] !== undefined || process.env.JEST_WORKER_ID !== undefined) return;
  ownRequire("tsx/cjs");
}
