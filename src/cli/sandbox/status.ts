/** `sandbox status`: shows whether a sandbox runs, since when, and its accounts. */
import type { Command } from "commander";
import { lateText } from "../../sandbox/lifecycle/find";
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { status } from "../../sandbox/lifecycle/status";
import { program } from "../program";
import { PROJECT_FOLDER } from "../../project/folders";
import { table } from "../table";
import { sayUnloadedFiles } from "./unloaded-files";
import { SANDBOX } from "../../diagnostics/called-as";

export function statusCommand(): Command {
  return program("status", "show whether it runs, since when, and which accounts it has")
    .option("--json", "print it as JSON")
    .action(async (options: { readonly json?: boolean }) => {
      const found = await status(sandboxFolder(PROJECT_FOLDER, process.env));
      if (found.kind !== "running" && found.kind !== "starting") process.exitCode = 1;
      if (options.json === true) {
        console.log(JSON.stringify(found, undefined, 2));
        return;
      }
      await sayUnloadedFiles();
      switch (found.kind) {
        case "not running":
          console.log(`No sandbox is running. Start one with \`${SANDBOX} up --detach\`.`);
          return;
        case "stale":
          console.log(`A sandbox was killed. \`${SANDBOX} down\` removes its files and processes.`);
          return;
        case "of another version":
          console.log(
            `Another version of Fleetbook started the sandbox that runs (process ${found.pid}). End it with \`${SANDBOX} down\`.`,
          );
          return;
        case "starting":
        case "running":
          console.log(`The sandbox is ${found.kind}: ${found.endpoint ?? "no endpoint yet"}`);
          console.log(`process ${found.pid}, since ${found.since}, from ${found.fleetFile}`);
          if (found.late !== undefined) console.log(lateText(found.late));
          console.log(
            table(
              ["account", "id", "is"],
              found.accounts.map(({ name, id, kind }) => [name, id, kind]),
            ),
          );
      }
    });
}
