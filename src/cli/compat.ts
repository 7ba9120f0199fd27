/** `npm run compat`: whether CDKTF's successor synthesizes the same Terraform from the same sources. */
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { devDependencies } from "../../package.json";
import { checkSuccessor, ownStacks, type StackComparison } from "../compat/check-successor";
import { successors, type Successor } from "../compat/successors";
import { OperationError } from "../diagnostics/errors";
import { shownPath } from "../diagnostics/shown-path";
import { locateFleetFile } from "../fleet/locate";
import { interruptible } from "../rollout/interrupt";
import { each } from "./fleetbook/report/formats";
import { log } from "./log";
import { program } from "./program";
import { PROJECT_FOLDER } from "../project/folders";
import { run } from "./run";
import { table } from "./table";

void run(async () => {
  await compatProgram().parseAsync();
});

function compatProgram(): Command {
  return program(
    "npm run compat --",
    "Synthesizes the fleet with CDK Terrain (cdktn), which continues CDKTF, and compares every stack.",
  )
    .option("-f, --fleet <file>", "a fleet file; repeatable (default: fleet.yaml)", each, [])
    .action(compat);
}

async function compat({ fleet }: { readonly fleet: readonly string[] }): Promise<void> {
  const fleetFiles =
    fleet.length > 0 ? fleet.map((file) => resolve(file)) : [locateFleetFile(PROJECT_FOLDER, process.env)];
  const differing = await interruptible(log, async ({ signal }) => {
    const options = {
      ...{ projectFolder: PROJECT_FOLDER, fleetFiles, workFolder: join(PROJECT_FOLDER, "out", "compat") },
      ...{ env: process.env, log, signal },
    };
    log("Synthesizing with the packages of package.json …");
    const own = await ownStacks(options);
    const found: string[] = [];
    for (const successor of successors(devDependencies["@cdktf/provider-aws"])) {
      log(`Installing ${successor.summary} …`);
      const stacks = await checkSuccessor(successor, own, options);
      console.log(`\n${comparisonTables(successor, stacks)}`);
      found.push(...stacks.flatMap((stack) => sentences(successor, stack)));
    }
    return found;
  });
  if (differing.length === 0) {
    console.log("\nEvery stack is the same Terraform, but for versions and the provider's source.");
    return;
  }
  throw new OperationError(
    ...differing.map((message) => ({
      message,
      remedy:
        "Terraform would get another configuration: find out whether it means the same, and change the construct.",
    })),
  );
}

/** A table for each fleet file, and one line with the versions, which all stacks have in common. */
function comparisonTables({ name, summary }: Successor, stacks: readonly StackComparison[]): string {
  const versions = stacks.flatMap((stack) => stack.versions.map(({ path, after }) => `${path} ${String(after)}`));
  const fleets = [...new Set(stacks.map(({ fleetFile }) => fleetFile))].map((fleetFile) => {
    const rows = stacks
      .filter((stack) => stack.fleetFile === fleetFile)
      .map(({ stack, resources, others }) => [
        ...[stack, String(resources)],
        others.length === 0 ? "equal" : `${others.length} differences`,
      ]);
    return `${shownPath(fleetFile)}\n${table(["stack", "resources", "Terraform"], rows)}`;
  });
  return [`${name}: ${summary}`, ...new Set(versions), ...fleets].join("\n");
}

function sentences(successor: Successor, { stack, others }: StackComparison): readonly string[] {
  return others.map(
    ({ path, before, after }) =>
      `${successor.name}, stack ${stack}: ${path} is ${JSON.stringify(after)}, with CDKTF ${JSON.stringify(before)}.`,
  );
}
