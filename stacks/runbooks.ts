/** How stacks find the runbooks that the fleet names, and what they call their constructs. */
import { didYouMean } from "../src/diagnostics/did-you-mean";
import type { Runbook } from "../src/document/model";
import { ConfigurationError } from "../src/diagnostics/errors";
import { allAccounts } from "../src/fleet/model";
import type { Fleet } from "../src/fleet/model";
import { AMI_SHARING_RUNBOOK } from "../src/fleet/names";
import type { DeployableRunbook } from "./constructs/runbook-document";

/** @throws ConfigurationError if there is no such runbook */
export function findRunbook(runbooks: ReadonlyMap<string, DeployableRunbook>, name: string): DeployableRunbook {
  const runbook = runbooks.get(name);
  if (runbook === undefined) {
    throw new ConfigurationError({
      message: `The fleet deploys a runbook "${name}" that does not exist; there are: ${[...runbooks.keys()].join(", ")}.`,
      remedy: didYouMean(
        name,
        [...runbooks.keys()],
        "Correct the name in the fleet file, or add the runbook to runbooks/.",
      ),
    });
  }
  return runbook;
}

/** The runbooks as models, from which permissions are derived. */
export function runbookModels(runbooks: ReadonlyMap<string, DeployableRunbook>): ReadonlyMap<string, Runbook> {
  return new Map([...runbooks].map(([name, { runbook }]) => [name, runbook]));
}

/** Construct id of a runbook's document; with its Region, so that another Region changes no address. */
export function runbookId(name: string, region: string): string {
  return `runbook-${name}-${region}`;
}

/** Construct id of a runbook's role, of which an account has one for all Regions. */
export function runbookRoleId(name: string): string {
  return `runbook-role-${name}`;
}

/** Names of the runbooks that the fleet deploys somewhere. */
export function deployedRunbooks(fleet: Fleet): ReadonlySet<string> {
  return new Set([
    ...fleet.centralRunbooks.map(({ name }) => name),
    ...allAccounts(fleet).flatMap(({ runbooks }) => runbooks),
    ...(allAccounts(fleet).some(({ amiSharing }) => amiSharing !== undefined) ? [AMI_SHARING_RUNBOOK] : []),
  ]);
}
