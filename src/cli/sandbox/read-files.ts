/** Reads the files that a sandbox is made from. */
import { dirname, join, resolve } from "node:path";
import { locateFleetFile } from "../../fleet/locate";
import { lockPath } from "../../fleet/lock/lock-file";
import type { OrganizationFiles } from "../../sandbox/accounts/living-organization";
import { loadedFiles, type LoadedFile } from "../../sandbox/lifecycle/loaded-files";
import { loadNodes, loadProject } from "../project";
import { PROJECT_FOLDER } from "../../project/folders";

export interface SandboxFiles extends OrganizationFiles {
  readonly loaded: readonly LoadedFile[];
}

/**
 * @param fleetFile path from the current folder. @default the project's
 * @param nodesFile as `fleetFile`. @default `nodes.yaml` beside the fleet file, if there is one
 * @throws ConfigurationError with every fault of the files
 */
export function readSandboxFiles(fleetFile?: string, nodesFile?: string): SandboxFiles {
  const path = fleetFile === undefined ? locateFleetFile(PROJECT_FOLDER, process.env) : resolve(fleetFile);
  // Before the files are read, so that a change meanwhile is noticed.
  const loaded = loadedFiles([path, lockPath(path), resolve(nodesFile ?? join(dirname(path), "nodes.yaml"))]);
  const { fleet } = loadProject(path);
  // A fleet file that lists its accounts does not use the lock file.
  const used = loaded.filter((file) => file.path !== lockPath(path) || fleet.lock !== undefined);
  return { fleet, nodes: loadNodes(fleet, nodesFile), loaded: used };
}
