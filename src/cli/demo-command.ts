/** The command `npm run demo`: runs the demo, and prints what it showed: images, commands of an operator, a review, all checks. */
import { Option, type Command } from "commander";
import { runDemo } from "../demo/demo";
import type { Act } from "../demo/operate/act";
import type { DemoStep } from "../demo/step";
import type { StoredRun } from "../operations/results/read-run";
import { FORMATS, type FormatName } from "../operations/show/formats";
import { makeReport } from "../operations/show/report";
import { writeChunks } from "../operations/show/write-file";
import { idOf } from "../operations/results/schema";
import { colorsFor } from "../diagnostics/colors";
import { shownPath } from "../diagnostics/shown-path";
import { terminalFormat } from "./fleetbook/report/formats";
import type { SharedImage } from "../demo/shared-images";
import { join } from "node:path";
import { OperationError } from "../diagnostics/errors";
import { allAccounts } from "../fleet/model";
import type { Review } from "../rollout/review/review";
import { interruptible } from "../rollout/interrupt";
import { brokenExpectations, sharedImagesTable, summary } from "./demo-summary";
import { count, program } from "./program";
import { terminalReview } from "./fleetbook/plans/show-review";
import { loadNodes, loadProject } from "./project";
import { lateOf, withLateOptions, type GivenLate } from "./sandbox/late-option";
import { log } from "./log";
import { PROJECT_FOLDER } from "../project/folders";
import { DEMO, FLEETBOOK } from "../diagnostics/called-as";

/** Where the report of the last demo is. */
const DEMO_FOLDER = join(PROJECT_FOLDER, "out", "demo");
const RUNS_FOLDER = join(DEMO_FOLDER, "runs");
const REPORT_FILES: readonly (readonly [string, FormatName])[] = [
  ["report.html", "html"],
  ["report.json", "json"],
  ["report.md", "markdown"],
];

/** @param name as a program of its own, or as a command of `fleetbook` */
export function demoProgram(name: string = DEMO): Command {
  const command = program(name, "try the fleet: deploy it into a local organization, operate it, and remove everything")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .option(
      "-n, --nodes <file>",
      "what managed nodes answer (default: nodes.yaml beside the fleet file, if there is one)",
    )
    .addOption(
      new Option("--rounds <n>", "do all of it N times in one sandbox, which is reloaded in between")
        .argParser(count)
        .default(1),
    );
  return withLateOptions(command).action(demo);
}

interface DemoCommandOptions extends GivenLate {
  readonly fleet?: string;
  readonly nodes?: string;
  readonly rounds: number;
}

async function demo(options: DemoCommandOptions): Promise<void> {
  const { fleet, runbooks } = loadProject(options.fleet);
  const nodes = loadNodes(fleet, options.nodes);
  log("An acceptance test of your fleet: it is deployed into a local organization, read back, operated and removed.");
  let run: StoredRun | undefined;
  let review: Review | undefined;
  let images: readonly SharedImage[] = [];
  const acts: Act[] = [];
  const steps: DemoStep[] = [];
  try {
    await interruptible(log, (interruption) =>
      runDemo({
        fleet,
        runbooks,
        nodes,
        late: lateOf(options),
        rounds: options.rounds,
        projectFolder: PROJECT_FOLDER,
        runsFolder: RUNS_FOLDER,
        env: process.env,
        log,
        interruption,
        onSharedImages: (found) => {
          images = found;
        },
        onRun: (found) => {
          run = found;
        },
        onAct: (act) => acts.push(act),
        onReview: (found) => {
          review = found;
        },
        onStep: (step) => steps.push(step),
      }),
    );
  } finally {
    if (images.length > 0) console.log(`\n${sharedImagesTable(images, fleet)}`);
    if (acts.length > 0) console.log("\nOperating the fleet");
    for (const act of acts) console.log(`\n${actInTerminal(act)}`);
    if (run !== undefined) await writeRun(run);
    if (review !== undefined) console.log(`\nThe review of a change\n\n${terminalReview(review)}`);
    const accounts = allAccounts(fleet).map(({ name }) => name);
    if (steps.length > 0) console.log(`\n${summary(steps, accounts)}`);
  }
  const broken = brokenExpectations(steps);
  if (broken.length > 0) throw new OperationError(...broken);
  console.log(`\nEverything held: all ${steps.flatMap(({ facts }) => facts).length} expectations.`);
}

/** `$ npm run fleetbook -- …`, and below it what the command prints. */
function actInTerminal({ command, shown }: Act): string {
  const format = terminalFormat({});
  return [colorsFor(format.colored).bold(`$ ${command}`), shown(format)].filter((part) => part !== "").join("\n");
}

/** Writes the results of check-os into files, as `fleetbook report` does. */
async function writeRun(run: StoredRun): Promise<void> {
  const report = await makeReport(run, { steps: ["all"], patterns: [] });
  console.log("");
  for (const [name, format] of REPORT_FILES) {
    const file = join(DEMO_FOLDER, name);
    await writeChunks(file, await FORMATS[format](report));
    console.log(`The report as ${format}: ${shownPath(file)}`);
  }
  console.log(`Show it again: ${FLEETBOOK} report ${idOf(run.run)} --out ${shownPath(RUNS_FOLDER)}`);
}
