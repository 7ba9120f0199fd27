/**
 * Runs check-os in the whole organization as an operator would: starts it in the administrator account, and collects the results of
 * every account, because the administrator account sees only the ids and statuses of child executions.
 */
import { GetAutomationExecutionCommand, SSMClient, StartAutomationExecutionCommand } from "@aws-sdk/client-ssm";
import { setTimeout as sleep } from "node:timers/promises";
import { OperationError } from "../diagnostics/errors";
import { allAccounts, type Fleet } from "../fleet/model";
import { administrationRoleArn, EXECUTION_ROLE_NAME } from "../fleet/names";
import { awsReaders } from "../operations/collect/aws/readers";
import { collectRun } from "../operations/collect/collect-run";
import { findExecution } from "../operations/collect/find-execution";
import type { Readers } from "../operations/collect/ports";
import type { StoredRun } from "../operations/results/read-run";
import type { LocalFleet } from "./local-fleet";

export const CHECK_OS = "check-os";

const POLL_MILLISECONDS = 500;
/** A sandbox answers in seconds; check-os never takes a minute per instance. */
const PATIENCE_MILLISECONDS = 5 * 60_000;

/**
 * Starts check-os on every instance with the fleet's tag, in every target account below the organization's root, waits
 * until it has ended and collects the results.
 * @param runsFolder where the results are kept
 * @throws OperationError if it does not end
 */
export async function runCheckOs(local: LocalFleet, runsFolder: string, signal: AbortSignal): Promise<StoredRun> {
  const { fleet } = local;
  const ssm = new SSMClient(await local.accessTo(fleet.administratorAccount.id));
  const { AutomationExecutionId: executionId = "" } = await ssm.send(
    new StartAutomationExecutionCommand({
      DocumentName: CHECK_OS,
      Parameters: { AutomationAssumeRole: [administrationRoleArn(fleet)] },
      TargetParameterName: "InstanceId",
      Targets: [{ Key: "AWS::EC2::Instance", Values: ["*"] }],
      MaxConcurrency: "100%",
      MaxErrors: "100%",
      TargetLocations: [
        {
          Accounts: [fleet.organization.rootId],
          IncludeChildOrganizationUnits: true,
          ...(excluded(fleet).length > 0 && { ExcludeAccounts: excluded(fleet) }),
          Regions: [fleet.homeRegion],
          ExecutionRoleName: EXECUTION_ROLE_NAME,
          TargetLocationMaxConcurrency: "100%",
          TargetLocationMaxErrors: "100%",
        },
      ],
    }),
  );
  await waitFor(ssm, executionId, signal);
  const readers = await readersOf(local);
  const found = await findExecution(fleet, readers, fleet.administratorAccount, executionId);
  return collectRun({ fleet, readers, executions: [found], folder: runsFolder, signal });
}

/** The accounts of the organization without an execution role. */
function excluded(fleet: Fleet): string[] {
  return allAccounts(fleet)
    .filter(({ isTarget }) => !isTarget)
    .map(({ id }) => id);
}

async function waitFor(ssm: SSMClient, executionId: string, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    const { AutomationExecution: execution } = await ssm.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId: executionId }),
    );
    const status = execution?.AutomationExecutionStatus ?? "";
    if (execution?.ExecutionEndTime !== undefined) return;
    if (Date.now() - startedAt > PATIENCE_MILLISECONDS) {
      throw new OperationError({
        place: `${CHECK_OS} ${executionId}`,
        message: `The execution is still ${status}.`,
        remedy: "Check its steps in the accounts, and the sandbox's log.",
      });
    }
    await sleep(POLL_MILLISECONDS, undefined, { signal });
  }
}

/** Reads what the readers of the fleet file may read; the execution itself is read in the administrator account. */
async function readersOf(local: LocalFleet): Promise<Readers> {
  const { fleet } = local;
  const as = async (accountId: string): Promise<Readers> => {
    const { endpoint, credentials } = await local.accessTo(accountId);
    return awsReaders({ fleet, endpoint, credentials: () => Promise.resolve(credentials) });
  };
  const administrator = await as(fleet.administratorAccount.id);
  const [, , , , readerAccount = administrator.caller.accountId] = fleet.readerPrincipalArns[0]?.split(":") ?? [];
  const reader = await as(readerAccount);
  return {
    ...administrator,
    at: (accountId, region) =>
      (accountId === administrator.caller.accountId ? administrator : reader).at(accountId, region),
  };
}
