/** The commands of `npm run fleetbook --`. */
import type { Command } from "commander";
import { program } from "../program";
import { bootstrapCommand } from "./bootstrap";
import { documentsCommand } from "./documents";
import { reportCommand } from "./report";
import { runbookCommand } from "./runbook";
import { stacksCommand } from "./stacks";
import { validateCommand } from "./validate";

export function fleetbookProgram(): Command {
  return program("npm run fleetbook --", "Automation for every account of an AWS Organization.")
    .addCommand(validateCommand())
    .addCommand(bootstrapCommand())
    .addCommand(stacksCommand())
    .addCommand(runbookCommand())
    .addCommand(documentsCommand())
    .addCommand(reportCommand());
}
