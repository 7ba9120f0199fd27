/** What every command starts from: the project's folder, its runbooks and its fleet. */
import { join, resolve } from "node:path";
import { loadFleet } from "../fleet/load";
import { locateFleetFile } from "../fleet/locate";
import type { Fleet } from "../fleet/model";
import { loadCatalogue, type CatalogueEntry } from "../runbooks/catalogue";

export const PROJECT_FOLDER = join(__dirname, "..");

export interface Project {
  readonly fleet: Fleet;
  readonly runbooks: ReadonlyMap<string, CatalogueEntry>;
}

/**
 * @param file path of the fleet file, from the current folder; left out: as `locateFleetFile` finds it
 * @throws ConfigurationError or DocumentError with every fault of the fleet file or the runbooks
 */
export function loadProject(file?: string): Project {
  const runbooks = loadCatalogue();
  const path = file === undefined ? locateFleetFile(PROJECT_FOLDER, process.env) : resolve(file);
  return { fleet: loadFleet(path, { runbooks: [...runbooks.keys()] }), runbooks };
}

/** A line of progress, on stderr: stdout is for results. */
export function log(line: string): void {
  console.error(line);
}
