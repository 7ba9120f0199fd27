/** `npm run demo`: the whole way of the fleet in a sandbox, and a table of what held. */
import { runDemo, type DemoStep } from "../demo/demo";
import { OperationError } from "../fleet/errors";
import { allAccounts } from "../fleet/model";
import { interruptible } from "../rollout/interrupt";
import { brokenExpectations, summary } from "./demo-summary";
import { program } from "./program";
import { loadProject, log, PROJECT_FOLDER } from "./project";
import { run } from "./run";

void run(async () => {
  await program("npm run demo --", "Deploys the fleet into a local organization, reads it back and takes it away.")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .action(demo)
    .parseAsync();
});

async function demo(options: { readonly fleet?: string }): Promise<void> {
  const { fleet } = loadProject(options.fleet);
  const steps: DemoStep[] = [];
  try {
    await interruptible(log, (interruption) =>
      runDemo({
        fleet,
        projectFolder: PROJECT_FOLDER,
        env: process.env,
        log,
        interruption,
        onStep: (step) => steps.push(step),
      }),
    );
  } finally {
    const accounts = allAccounts(fleet).map(({ name }) => name);
    if (steps.length > 0) console.log(`\n${summary(steps, accounts)}`);
  }
  const broken = brokenExpectations(steps);
  if (broken.length > 0) throw new OperationError(...broken);
  console.log(`\nEverything held: all ${steps.flatMap(({ facts }) => facts).length} expectations.`);
}
