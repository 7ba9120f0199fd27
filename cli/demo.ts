/** `npm run demo`: the whole way of the fleet in a sandbox, and a table of what held. */
import { runDemo, type DemoStep } from "../demo/demo";
import { interruptible } from "../rollout/interrupt";
import { program } from "./program";
import { loadProject, log, PROJECT_FOLDER } from "./project";
import { run } from "./run";
import { table } from "./table";

interface DemoCommandOptions {
  readonly fleet?: string;
}

void run(async () => {
  let everythingHeld = false;
  await program(
    "npm run demo --",
    "Deploys the fleet into a local organization, reads everything back, and takes it away.",
  )
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .action(async (options: DemoCommandOptions) => {
      everythingHeld = await demo(options);
    })
    .parseAsync();
  return everythingHeld ? 0 : 1;
});

async function demo(options: DemoCommandOptions): Promise<boolean> {
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
    if (steps.length > 0) console.log(`\n${summary(steps)}`);
  }
  const facts = steps.flatMap((step) => step.facts);
  const broken = facts.filter(({ holds }) => !holds);
  console.log(`${facts.length - broken.length} of ${facts.length} expectations held.`);
  return broken.length === 0;
}

function summary(steps: readonly DemoStep[]): string {
  const rows = steps.flatMap(({ name, seconds, facts }) => {
    const title = `${name} (${seconds.toFixed(0)} s)`;
    if (facts.length === 0) return [[title, "", "", "done"]];
    return facts.map(({ account, expectation, holds, found }, index) => [
      index === 0 ? title : "",
      account,
      expectation,
      holds ? "held" : `DID NOT HOLD: ${found}`,
    ]);
  });
  return table(["step", "account or stack", "expectation", "result"], rows);
}
