/** The command `npm run demo`: runs the demo, and prints the shared images, the results of check-os and a table of all checks. */
import type { RunResult } from "../demo/check-os";
import type { Command } from "commander";
import { runDemo, type DemoStep } from "../demo/demo";
import type { SharedImage } from "../demo/shared-images";
import { OperationError } from "../diagnostics/errors";
import { allAccounts } from "../fleet/model";
import { interruptible } from "../rollout/interrupt";
import { brokenExpectations, runTable, sharedImagesTable, summary } from "./demo-summary";
import { program } from "./program";
import { loadNodes, loadProject, log, PROJECT_FOLDER } from "./project";

export function demoProgram(): Command {
  return program(
    "npm run demo --",
    "An acceptance test of your fleet: deploys it into a local organization, shares an AMI, runs check-os on every instance, and removes everything.",
  )
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .option(
      "-n, --nodes <file>",
      "what managed nodes answer (default: nodes.yaml beside the fleet file, if there is one)",
    )
    .action(demo);
}

async function demo(options: { readonly fleet?: string; readonly nodes?: string }): Promise<void> {
  const { fleet } = loadProject(options.fleet);
  const nodes = loadNodes(fleet, options.nodes);
  log("An acceptance test of your fleet: it is deployed into a local organization, read back and removed.");
  let run: RunResult | undefined;
  let images: readonly SharedImage[] = [];
  const steps: DemoStep[] = [];
  try {
    await interruptible(log, (interruption) =>
      runDemo({
        fleet,
        nodes,
        projectFolder: PROJECT_FOLDER,
        env: process.env,
        log,
        interruption,
        onSharedImages: (found) => {
          images = found;
        },
        onRun: (found) => {
          run = found;
        },
        onStep: (step) => steps.push(step),
      }),
    );
  } finally {
    if (images.length > 0) console.log(`\n${sharedImagesTable(images, fleet)}`);
    if (run !== undefined) console.log(`\n${runTable(run)}`);
    const accounts = allAccounts(fleet).map(({ name }) => name);
    if (steps.length > 0) console.log(`\n${summary(steps, accounts)}`);
  }
  const broken = brokenExpectations(steps);
  if (broken.length > 0) throw new OperationError(...broken);
  console.log(`\nEverything held: all ${steps.flatMap(({ facts }) => facts).length} expectations.`);
}
