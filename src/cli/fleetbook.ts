/** `npm run fleetbook --`: checking the fleet and its runbooks, and working on its accounts. */
import { bootstrapCommand } from "./fleetbook/bootstrap";
import { runbookCommand } from "./fleetbook/runbook";
import { validateCommand } from "./fleetbook/validate";
import { program } from "./program";
import { run } from "./run";

void run(async () => {
  await program("npm run fleetbook --", "Automation for every account of an AWS Organization.")
    .addCommand(validateCommand())
    .addCommand(bootstrapCommand())
    .addCommand(runbookCommand())
    .parseAsync();
});
