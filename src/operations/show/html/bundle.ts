/** The page's script and style sheet: ready made in the package; made from `client/` where the sources are. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "./make-bundle";

/** The package's. The repository does not have this file. */
export const MADE_BUNDLE = join(__dirname, "page-bundle.json");

let made: Promise<Bundle> | undefined;

/** The bundle; made once in a process. */
export function pageBundle(): Promise<Bundle> {
  made ??= existsSync(MADE_BUNDLE)
    ? Promise.resolve(JSON.parse(readFileSync(MADE_BUNDLE, "utf8")) as Bundle)
    : import("./make-bundle").then(({ makeBundle }) => makeBundle());
  return made;
}
