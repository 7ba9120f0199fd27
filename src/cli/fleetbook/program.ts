/** The commands of `npm run fleetbook --`. */
import type { Command } from "commander";
import { program } from "../program";
import { applyCommand } from "./apply";
import { bootstrapCommand } from "./bootstrap";
import { completionCommand } from "./completion";
import { documentsCommand } from "./documents";
import { planCommand } from "./plan";
import { previewCommand } from "./preview";
import { reportCommand } from "./report";
import { retryCommand } from "./retry";
import { runbookCommand } from "./runbook";
import { runsCommand } from "./runs";
import { startCommand } from "./start";
import { signalCommand } from "./signal";
import { stacksCommand } from "./stacks";
import { unlockCommand } from "./unlock";
import { stopCommand } from "./stop";
import { validateCommand } from "./validate";
import { watchCommand } from "./watch";
import { FLEETBOOK } from "../../diagnostics/called-as";

export function fleetbookProgram(): Command {
  return program(FLEETBOOK, "Automation for every account of an AWS Organization.")
    .hook("preAction", async (_, command) => {
      const { AWS_ENDPOINT_URL: endpoint } = process.env;
      if (endpoint === undefined || command.name() === "completion") return;
      const { sayUnloadedFiles } = await import("../sandbox/unloaded-files");
      await sayUnloadedFiles(endpoint);
    })
    .addCommand(validateCommand())
    .addCommand(bootstrapCommand())
    .addCommand(planCommand())
    .addCommand(applyCommand())
    .addCommand(stacksCommand())
    .addCommand(unlockCommand())
    .addCommand(runbookCommand())
    .addCommand(documentsCommand())
    .addCommand(previewCommand())
    .addCommand(startCommand())
    .addCommand(watchCommand())
    .addCommand(stopCommand())
    .addCommand(signalCommand())
    .addCommand(retryCommand())
    .addCommand(runsCommand())
    .addCommand(reportCommand())
    .addCommand(completionCommand());
}
