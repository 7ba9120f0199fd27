/** What every command needs first: the project's folder, its runbooks and its fleet. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { Surroundings } from "../fleet/consistency/surroundings";
import { explainAccount, type Explanation } from "../fleet/explain";
import { loadFleet } from "../fleet/load";
import { locateFleetFile } from "../fleet/locate";
import { allAccounts, type Fleet } from "../fleet/model";
import { callableRunbooks } from "../catalogue/callable-runbooks";
import { readCatalogue, type Catalogue, type CatalogueEntry } from "../catalogue/catalogue";
import { PROJECT_FOLDER } from "../project/folders";
import { deploymentProblems, runbookNames } from "../catalogue/deployable";
import { runbookInterface } from "../catalogue/runbook-interface";
import type { NodeDescriptions } from "../sandbox/machines/description";
import { readNodes } from "../sandbox/machines/read-nodes";
import { permissionProblems } from "../../stacks/permission-problems";
import { deployedRunbooks } from "../../stacks/runbooks";

/** What is deployed: a fleet, and the runbooks of its project. */
export interface Project {
  readonly fleet: Fleet;
  /** By name: the project's own, and those of Amazon's that they run. */
  readonly runbooks: ReadonlyMap<string, CatalogueEntry>;
}

/**
 * The fleet and the runbooks, for everything that deploys. A runbook with errors is refused if the fleet deploys it; other
 * runbooks with errors do not prevent a deployment.
 * @param file path of the fleet file from the current folder. Default: the one that `locateFleetFile` finds
 * @throws ConfigurationError with every fault of the fleet file, or of the runbooks that it deploys and of their roles
 */
export function loadProject(file?: string): Project {
  const catalogue = readCatalogue();
  const fleet = loadProjectFleet(catalogue, file);
  const problems = runbookProblems(fleet, catalogue);
  if (problems.length > 0) throw new ConfigurationError(...problems);
  return { fleet, runbooks: callableRunbooks(catalogue) };
}

/** What keeps the fleet's runbooks from being deployed; without such faults, what their roles would lack. */
function runbookProblems(fleet: Fleet, catalogue: Catalogue): readonly Problem[] {
  const problems = deploymentProblems(deployedRunbooks(fleet), catalogue);
  return problems.length > 0 ? problems : permissionProblems(fleet, callableRunbooks(catalogue));
}

/**
 * The fleet alone, whatever is wrong with its runbooks.
 * @param file as for `loadProject`
 * @throws ConfigurationError with every fault of the fleet file, or if a runbook's file cannot be loaded
 */
export function loadProjectFleet(catalogue: Catalogue, file?: string): Fleet {
  return loadFleet(fleetFile(file), surroundings(catalogue));
}

/** Where each setting of an account comes from. @throws ConfigurationError with every fault of the fleet file */
export function explainProjectAccount(catalogue: Catalogue, account: string, file?: string): Explanation {
  return explainAccount(fleetFile(file), surroundings(catalogue), account);
}

function fleetFile(file: string | undefined): string {
  return file === undefined ? locateFleetFile(PROJECT_FOLDER, process.env) : resolve(file);
}

function surroundings(catalogue: Catalogue): Surroundings {
  return {
    runbooks: runbookNames(catalogue),
    runbook: (name) => {
      const entry = catalogue.runbooks.get(name);
      return entry && runbookInterface(entry.runbook);
    },
  };
}

/**
 * The answers of the sandbox's managed nodes.
 * @param file path of the nodes file from the current folder. Default: `nodes.yaml` beside the fleet file, if it exists
 * @throws ConfigurationError with every fault of the file
 */
export function loadNodes(fleet: Fleet, file?: string): NodeDescriptions {
  const places = {
    accounts: [...allAccounts(fleet), ...fleet.externalAccounts].flatMap(({ name, id }) => [name, id]),
    regions: fleet.regions,
  };
  if (file !== undefined) return readNodes(resolve(file), places);
  const beside = join(dirname(fleet.file), "nodes.yaml");
  return existsSync(beside) ? readNodes(beside, places) : {};
}
