/** `fleetbook give-back`: makes adopted roles and documents what they were, and takes them out of the states. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { counted } from "../../diagnostics/counted";
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import type { AdoptedThing, GivenBack } from "../../rollout/adoption/give-back";
import { confirmed, hasTerminal } from "../confirm";
import { log } from "../log";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { PROJECT_FOLDER } from "../../project/folders";
import { table } from "../table";
import { DEFAULT_LOCK_TIMEOUT, seconds } from "./plans/options";
import { notes } from "../help/notes";

interface GiveBackCommandOptions {
  readonly yes?: boolean;
  readonly lockTimeout: number;
  readonly fleet?: string;
}

export function giveBackCommand(): Command {
  return program("give-back", "make adopted roles and documents what they were, and manage them no longer")
    .argument("[accounts...]", "names or ids of accounts (default: all that have adopted something)")
    .option("-y, --yes", "do not ask")
    .option("--lock-timeout <seconds>", "wait for another run's lock", seconds, DEFAULT_LOCK_TIMEOUT)
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: ["give-back app-dev"],
        text: [
          "Trust, policies, tags and settings are as they were before the adoption; nothing is destroyed. It can be run again after a failure.",
        ],
        exitStatus:
          "0 everything is given back; 1 something is not, or the answer was not yes; 2 wrong usage; 130 interrupted",
      }),
    )
    .action(async (accounts: readonly string[], options: GiveBackCommandOptions) => {
      await giveBackTo(accounts, options);
    });
}

async function giveBackTo(accounts: readonly string[], options: GiveBackCommandOptions): Promise<void> {
  const fleet = loadProjectFleet(readCatalogue(), options.fleet);
  const { interruptible } = await import("../../rollout/interrupt");
  const { giveBack } = await import("../../rollout/adoption/give-back");
  let found: readonly AdoptedThing[] = [];
  let declined = false;
  const results = await interruptible(log, (interruption) =>
    giveBack({
      ...{ fleet, projectFolder: PROJECT_FOLDER, env: process.env, log, interruption, accounts },
      lockTimeoutSeconds: options.lockTimeout,
      onFound: async (things) => {
        found = things;
        if (options.yes === true) return true;
        if (!hasTerminal()) throw noTerminal();
        log(table(["account", "adopted", "since"], things.map(foundRow)));
        declined = !(await confirmed(`Give back ${counted(things.length, "thing")}?`, interruption.signal));
        return !declined;
      },
    }),
  );
  if (found.length === 0) console.log("Nothing has been adopted there.");
  if (declined) {
    log("Nothing was given back.");
    process.exitCode = 1;
  }
  if (results.length > 0) console.log(table(["account", "adopted", "now"], results.map(resultRow)));
  const problems = results.flatMap((result) => result.problems);
  if (problems.length > 0) throw new OperationError(...problems);
  if (results.length > 0) log("The next plan finds them again, unless the fleet file says otherwise: docs/leave.md.");
}

function noTerminal(): ConfigurationError {
  return new ConfigurationError({
    message: "There is no terminal to ask on.",
    remedy: "Add --yes to give back without a question.",
  });
}

function foundRow({ account, copy: { was, keptAt } }: AdoptedThing): readonly string[] {
  return [
    account.name,
    `${was.kind} ${was.name}${was.kind === "document" ? ` (${was.region})` : ""}`,
    keptAt.slice(0, 10),
  ];
}

function resultRow(result: GivenBack): readonly string[] {
  const [account = "", thing = ""] = foundRow(result);
  return [account, thing, result.problems.length === 0 ? "as it was" : "not given back"];
}
