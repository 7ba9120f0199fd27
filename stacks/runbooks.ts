/** How stacks find the runbooks that the fleet names, and the ids of their constructs. */
import { deployedRunbook } from "../src/catalogue/deployed-runbook";
import { didYouMean } from "../src/diagnostics/did-you-mean";
import type { Runbook } from "../src/document/model";
import { ConfigurationError } from "../src/diagnostics/errors";
import { allAccounts } from "../src/fleet/model";
import type { Fleet } from "../src/fleet/model";
import { AMI_SHARING_RUNBOOK, outputPlace } from "../src/fleet/names";
import type { DeployableRunbook } from "./constructs/runbook-document";

/** @throws ConfigurationError if there is no such runbook */
export function findRunbook(runbooks: ReadonlyMap<string, DeployableRunbook>, name: string): DeployableRunbook {
  const runbook = runbooks.get(name);
  if (runbook === undefined) {
    throw new ConfigurationError({
      message: `The fleet deploys the runbook "${name}", which does not exist; the runbooks are ${[...runbooks.keys()].join(", ")}.`,
      remedy: didYouMean(
        name,
        [...runbooks.keys()],
        "Correct the name in the fleet file, or add the runbook to runbooks/.",
      ),
    });
  }
  return runbook;
}

/** The runbooks as this fleet deploys them: those that keep their outputs write them to the fleet's buckets, if it has some. */
export function runbooksOf(
  fleet: Fleet,
  runbooks: ReadonlyMap<string, DeployableRunbook>,
): ReadonlyMap<string, DeployableRunbook> {
  const place = outputPlace(fleet);
  return new Map([...runbooks].map(([name, deployable]) => [name, deployedRunbook(deployable, place)]));
}

/** The models of the runbooks, from which permissions are derived. */
export function runbookModels(runbooks: ReadonlyMap<string, DeployableRunbook>): ReadonlyMap<string, Runbook> {
  return new Map([...runbooks].map(([name, { runbook }]) => [name, runbook]));
}

/** Construct id of a runbook's document. It contains the Region, so that adding a Region changes no address. */
export function runbookId(name: string, region: string): string {
  return `runbook-${name}-${region}`;
}

/** Construct id of the association of one of the account's own runbooks. */
export function associationId(name: string, region: string): string {
  return `association-${name}-${region}`;
}

/** Construct id of a runbook's role. An account has one role for all Regions. */
export function runbookRoleId(name: string): string {
  return `runbook-role-${name}`;
}

/** Construct id of the execution role of one central runbook. */
export function executionRoleId(name: string): string {
  return `execution-role-${name}`;
}

/** Names of the runbooks that the fleet deploys. */
export function deployedRunbooks(fleet: Fleet): ReadonlySet<string> {
  return new Set([
    ...fleet.centralRunbooks.map(({ name }) => name),
    ...allAccounts(fleet).flatMap(({ runbooks }) => runbooks.map(({ name }) => name)),
    ...(allAccounts(fleet).some(({ amiSharing }) => amiSharing !== undefined) ? [AMI_SHARING_RUNBOOK] : []),
  ]);
}
