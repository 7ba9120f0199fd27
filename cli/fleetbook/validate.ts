/** `fleetbook validate`: checks the fleet file and every runbook. */
import { relative } from "node:path";
import type { Command } from "commander";
import { allAccounts } from "../../fleet/model";
import { program } from "../program";
import { loadProject } from "../project";

export function validateCommand(): Command {
  return program("validate", "check fleet.yaml and every runbook; every fault is named with its line")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .action((options: { readonly fleet?: string }) => {
      const { fleet, runbooks } = loadProject(options.fleet);
      const counts = [
        `${allAccounts(fleet).length} accounts`,
        `${fleet.organization.organizationalUnits.length} organizational units`,
        `Regions ${fleet.regions.join(", ")}`,
        `${runbooks.size} runbooks`,
      ];
      console.log(`${relative(process.cwd(), fleet.file)}: ${counts.join(", ")}; no faults.`);
    });
}
