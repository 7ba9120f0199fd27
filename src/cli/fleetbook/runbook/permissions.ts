/** `fleetbook runbook permissions`: the IAM policy that a runbook's role needs, its gaps and its reasons. */
import type { Command } from "commander";
import { everywhere } from "../../../document/permissions/permissions";
import { policyDocument } from "../../../iam/statements/policy-document";
import { rolePermissions, type RoleContext } from "../../../document/permissions/role-permissions";
import { ConfigurationError } from "../../../diagnostics/errors";
import type { Fleet } from "../../../fleet/model";
import { runbookRoleName } from "../../../fleet/names";
import { ALL_REGIONS, partitionOf } from "../../../fleet/regions";
import { didYouMean } from "../../../diagnostics/did-you-mean";
import { callableFrom } from "../../../catalogue/callable-runbooks";
import { readCatalogue } from "../../../catalogue/catalogue";
import { findRunbook } from "../../../catalogue/find-runbook";
import { roleContext } from "../../../../stacks/role-context";
import { accountOf } from "../../account-option";
import { program } from "../../program";
import { loadProjectFleet } from "../../project";
import { log } from "../../log";
import { notes } from "../../help/notes";

interface PermissionsOptions {
  readonly account?: string;
  readonly region?: string;
  readonly fleet?: string;
  readonly json?: boolean;
}

export function permissionsCommand(): Command {
  return program("permissions", "print the IAM policy that a runbook's role needs, derived from its steps")
    .argument("<runbook>", "name of a runbook in runbooks/, a pulled one of Amazon's, or a file")
    .option(
      "-a, --account <name or id>",
      "for this account of the fleet, in the fleet's Regions (default: any account)",
    )
    .option("-r, --region <region>", "for this Region")
    .option("-f, --fleet <file>", "the fleet file that has the account (default: fleet.yaml)")
    .option("--json", "print policy, gaps and reasons together as JSON")
    .addHelpText("after", notes({ examples: ["runbook permissions check-os --account app-dev"] }))
    .action(permissions);
}

function permissions(nameOrFile: string, options: PermissionsOptions): void {
  const catalogue = readCatalogue();
  const entry = findRunbook(nameOrFile, catalogue);
  const { runbook } = entry;
  const runbooks = new Map([...callableFrom(entry, catalogue)].map(([key, each]) => [key, each.runbook]));
  const fleet = options.account === undefined ? undefined : loadProjectFleet(catalogue, options.fleet);
  const derived = rolePermissions(runbook, { ...place(runbook.name, options, fleet), runbooks });
  const policy = policyDocument(derived.statements);
  // The policy alone is not enough.
  if (derived.gaps.length > 0) process.exitCode = 1;
  if (options.json === true) {
    console.log(
      JSON.stringify({ policy, gaps: derived.gaps, everywhere: everywhere(derived.statements) }, undefined, 2),
    );
    return;
  }
  console.log(JSON.stringify(policy, undefined, 2));
  for (const { actions, because } of everywhere(derived.statements)) log(`* for ${actions.join(", ")}: ${because}`);
  for (const gap of derived.gaps) log(`Not derived: ${gap}`);
}

/** Partition, account and Regions of the role, as far as the options name them. */
function place(
  name: string,
  { account, region }: PermissionsOptions,
  fleet: Fleet | undefined,
): Omit<RoleContext, "runbooks"> {
  const partition = region === undefined ? "aws" : partitionOf(region);
  if (partition === undefined) {
    throw new ConfigurationError({
      message: `There is no Region "${region}".`,
      remedy: didYouMean(region ?? "", ALL_REGIONS),
    });
  }
  const only = region === undefined ? {} : { regions: [region] };
  if (fleet !== undefined && account !== undefined) {
    return { ...roleContext(fleet, accountOf(fleet, account), name), ...only };
  }
  const roleArn = `arn:${partition}:iam::*:role/${runbookRoleName(name)}`;
  return { partition, accountId: "*", regions: ["*"], roleArn, ...only };
}
