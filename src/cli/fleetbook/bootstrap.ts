/** `fleetbook bootstrap`: creates or completes every account's state bucket, and the deploy roles that the fleet file asks for. */
import { rm } from "node:fs/promises";
import type { Command } from "commander";
import { OperationError } from "../../diagnostics/errors";
import { problemsOfStacks } from "../../rollout/alike";
import { bootstrap } from "../../rollout/bootstrap";
import { createdRolePolicies, hasCreatedRole } from "../../rollout/deploy-role/created-roles";
import { refuseDisabledRegions } from "../../rollout/prerequisites/enabled-regions";
import { interruptible, type Interruption } from "../../rollout/interrupt";
import { allAccounts } from "../../fleet/model";
import { BOOTSTRAP_ROLE, preflight } from "../../rollout/preflight";
import type { StackResult } from "../../rollout/stack-run";
import { readManifest } from "../../rollout/synthesize";
import { workFolder } from "../../rollout/work-folder";
import { synthesizeStateStacks } from "../../../stacks/fleet-app";
import { terraformCliConfig } from "../../tools/cli-config";
import { findTerraform } from "../../tools/terraform";
import { program } from "../program";
import { loadProject } from "../project";
import { log } from "../log";
import { PROJECT_FOLDER } from "../../project/folders";
import { table } from "../table";
import { fleetStacks } from "./bootstrap/fleet-stacks";
import { printDeployPolicy } from "./bootstrap/print-policy";
import { notes } from "../help/notes";

export function bootstrapCommand(): Command {
  return program(
    "bootstrap",
    "create every account's state bucket, and the deploy roles that fleet.yaml asks for; safe to run again at any time",
  )
    .option(
      "--print-policy <name or id>",
      "print what a role needs that deploys this account's stacks, as an IAM policy; change nothing, ask AWS nothing",
    )
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText("after", notes({ examples: ["bootstrap", "bootstrap --print-policy app-dev"] }))
    .action(({ fleet, printPolicy }: BootstrapCommandOptions) =>
      interruptible(log, (interruption) =>
        printPolicy === undefined
          ? bootstrapFleet(fleet, interruption)
          : printDeployPolicy(fleet, printPolicy, interruption),
      ),
    );
}

interface BootstrapCommandOptions {
  readonly fleet?: string;
  readonly printPolicy?: string;
}

async function bootstrapFleet(file: string | undefined, interruption: Interruption): Promise<void> {
  const { fleet } = loadProject(file);
  const folder = workFolder("bootstrap", PROJECT_FOLDER, fleet, process.env);
  const credentials = await preflight(fleet, process.env, allAccounts(fleet), BOOTSTRAP_ROLE);
  await refuseDisabledRegions(fleet, credentials, process.env);
  const terraform = await findTerraform({ env: process.env, log });
  const TF_CLI_CONFIG_FILE = await terraformCliConfig({ env: process.env, folder, product: terraform.product, log });
  const deployPolicies = allAccounts(fleet).some(hasCreatedRole)
    ? await createdRolePolicies(fleet, await fleetStacks(fleet, interruption), credentials, process.env)
    : undefined;
  synthesizeStateStacks(fleet, folder, deployPolicies);
  const results = await bootstrap({
    fleet,
    credentials,
    stacks: await readManifest(folder, log),
    terraform,
    env: { ...process.env, TF_CLI_CONFIG_FILE },
    log,
    interruption,
  });
  console.log(table(["stack", "outcome", "added", "changed", "seconds"], results.map(row)));
  const problems = problemsOfStacks(results);
  if (problems.length > 0) throw new OperationError(...problems);
  // The buckets now have everything; only a run that did not finish needs its files here.
  if (!interruption.signal.aborted) await rm(folder, { recursive: true, force: true });
}

function row({ stack, outcome, changes, seconds }: StackResult): readonly string[] {
  return [stack, outcome, String(changes.add), String(changes.change), seconds.toFixed(1)];
}
