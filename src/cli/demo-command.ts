/** The command `npm run demo`: runs the demo, and prints the shared images, the results of check-os and a table of all checks. */
import type { Command } from "commander";
import { runDemo, type DemoStep } from "../demo/demo";
import type { StoredRun } from "../operations/results/read-run";
import { FORMATS, type FormatName } from "../operations/show/formats";
import { makeReport } from "../operations/show/report";
import { showInTerminal } from "../operations/show/terminal";
import { writeChunks } from "../operations/show/write-file";
import { shownPath } from "../diagnostics/shown-path";
import { terminalFormat } from "./fleetbook/report/formats";
import type { SharedImage } from "../demo/shared-images";
import { join } from "node:path";
import { OperationError } from "../diagnostics/errors";
import { allAccounts } from "../fleet/model";
import type { Review } from "../rollout/review/review";
import { interruptible } from "../rollout/interrupt";
import { brokenExpectations, sharedImagesTable, summary } from "./demo-summary";
import { program } from "./program";
import { terminalReview } from "./fleetbook/plans/show-review";
import { loadNodes, loadProject, log, PROJECT_FOLDER } from "./project";

/** Where the report of the last demo is. */
const DEMO_FOLDER = join(PROJECT_FOLDER, "out", "demo");
const REPORT_FILES: readonly (readonly [string, FormatName])[] = [
  ["report.html", "html"],
  ["report.json", "json"],
  ["report.md", "markdown"],
];

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
  let run: StoredRun | undefined;
  let review: Review | undefined;
  let images: readonly SharedImage[] = [];
  const steps: DemoStep[] = [];
  try {
    await interruptible(log, (interruption) =>
      runDemo({
        fleet,
        nodes,
        projectFolder: PROJECT_FOLDER,
        runsFolder: join(DEMO_FOLDER, "runs"),
        env: process.env,
        log,
        interruption,
        onSharedImages: (found) => {
          images = found;
        },
        onRun: (found) => {
          run = found;
        },
        onReview: (found) => {
          review = found;
        },
        onStep: (step) => steps.push(step),
      }),
    );
  } finally {
    if (images.length > 0) console.log(`\n${sharedImagesTable(images, fleet)}`);
    if (run !== undefined) await showRun(run);
    if (review !== undefined) console.log(`\nThe review of a change\n\n${terminalReview(review)}`);
    const accounts = allAccounts(fleet).map(({ name }) => name);
    if (steps.length > 0) console.log(`\n${summary(steps, accounts)}`);
  }
  const broken = brokenExpectations(steps);
  if (broken.length > 0) throw new OperationError(...broken);
  console.log(`\nEverything held: all ${steps.flatMap(({ facts }) => facts).length} expectations.`);
}

/** Shows the results of check-os, and writes them into files, as `fleetbook report` does. */
async function showRun(run: StoredRun): Promise<void> {
  const report = await makeReport(run, { steps: ["all"], patterns: [] });
  console.log(`\n${showInTerminal(report, terminalFormat({}))}\n`);
  for (const [name, format] of REPORT_FILES) {
    const file = join(DEMO_FOLDER, name);
    await writeChunks(file, await FORMATS[format](report));
    console.log(`The same as ${format}: ${shownPath(file)}`);
  }
}
