/** `fleetbook runbook`: the commands for runbooks that need no account. */
import type { Command } from "commander";
import { program } from "../program";
import { graphCommand } from "./runbook/graph";
import { lintCommand } from "./runbook/lint";
import { permissionsCommand } from "./runbook/permissions";
import { renderCommand } from "./runbook/render";
import { simulateCommand } from "./runbook/simulate";

export function runbookCommand(): Command {
  return program("runbook", "lint, render, graph and simulate runbooks; print their IAM policy")
    .addCommand(lintCommand())
    .addCommand(renderCommand())
    .addCommand(graphCommand())
    .addCommand(permissionsCommand())
    .addCommand(simulateCommand());
}
