/** `sandbox down`: stops the local organization and removes its processes and files. */
import type { Command } from "commander";
import { down } from "../../sandbox/lifecycle/background";
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { program } from "../program";
import { log } from "../log";
import { PROJECT_FOLDER } from "../../project/folders";

const MESSAGES = {
  "nothing was running": "No sandbox is running.",
  stopped: "The sandbox is down.",
  "cleaned up": "Removed the files and processes of a killed sandbox.",
} as const;

export function downCommand(): Command {
  return program("down", "stop it; no process and no file is left").action(async () => {
    log(MESSAGES[await down(sandboxFolder(PROJECT_FOLDER, process.env))]);
  });
}
