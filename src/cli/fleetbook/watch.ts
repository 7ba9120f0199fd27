/** `fleetbook watch`: follows a run to its end. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { interruptible } from "../../rollout/interrupt";
import { accountOf } from "../account-option";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import { follow } from "./runs/follow";
import { openRuns } from "./runs/open-runs";
import { notes } from "../help/notes";

interface WatchCommandOptions {
  readonly account?: string;
  readonly out?: string;
  readonly fleet?: string;
  readonly json?: boolean;
}

export function watchCommand(): Command {
  return program("watch", "follow a run: accounts, instances and steps, until it has ended")
    .argument("<id>", "id of a run, or of an execution")
    .option("-a, --account <name or id>", "the account that it was started in (default: the administrator account)")
    .option("--out <dir>", "where runs are kept (default: out/runs)")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .option("--json", "print run and totals as JSON when it has ended")
    .addHelpText(
      "after",
      notes({
        examples: ["watch ID"],
        text: ["Ctrl-C ends the watching, and not the run."],
        exitStatus: "0 every instance succeeded; 1 not; 2 wrong usage; 130 interrupted",
      }),
    )
    .action(async (id: string, { account, out, fleet: file, json }: WatchCommandOptions) => {
      const fleet = loadProjectFleet(readCatalogue(), file);
      const place = account === undefined ? undefined : accountOf(fleet, account);
      process.exitCode = await interruptible(
        () => log("stopping to watch"),
        async ({ signal }) => follow(fleet, await openRuns(fleet, out, signal), id, { json, account: place, signal }),
      );
    });
}
