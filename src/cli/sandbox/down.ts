/** `sandbox down`: ends the local organization; no process and no file of it is left. */
import type { Command } from "commander";
import { down } from "../../sandbox/lifecycle/background";
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { program } from "../program";
import { log, PROJECT_FOLDER } from "../project";

const MESSAGES = {
  "nothing was running": "No sandbox is running.",
  stopped: "The sandbox is down.",
  "cleaned up": "Removed what a killed sandbox had left.",
} as const;

export function downCommand(): Command {
  return program("down", "stop it; no process and no file is left").action(async () => {
    log(MESSAGES[await down(sandboxFolder(PROJECT_FOLDER, process.env))]);
  });
}
