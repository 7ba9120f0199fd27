/** `fleetbook unlock`: releases the lock of a state whose owner is dead. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { PROJECT_FOLDER } from "../../project/folders";
import { notes } from "../help/notes";

export function unlockCommand(): Command {
  return program("unlock", "release the lock of a stack's state, if the run that has it is dead")
    .argument("<stack>", "name of the stack")
    .argument("<lock id>", "id of the lock, as `stacks` and error messages name it")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText("after", notes({ examples: ["unlock member-app-dev 4f1c3a52-6d0e-4b7a-9c55-1e0f2d3b4a5c"] }))
    .action(async (stack: string, lockId: string, options: { readonly fleet?: string }) => {
      const fleet = loadProjectFleet(readCatalogue(), options.fleet);
      const { unlock } = await import("../../rollout/locks/unlock");
      const lock = await unlock({ fleet, projectFolder: PROJECT_FOLDER, env: process.env, stack, lockId });
      console.log(
        lock === undefined
          ? `${stack} is not locked.`
          : `${stack} is no longer locked. The lock was of ${lock.who}, since ${lock.created.toISOString()}.`,
      );
    });
}
