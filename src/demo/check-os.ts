/**
 * Runs check-os in the whole organization as an operator would: starts it in the administrator account, and reads the results in
 * each member account, because the administrator account sees only the ids and statuses of child executions.
 */
import {
  GetAutomationExecutionCommand,
  paginateDescribeAutomationExecutions,
  paginateDescribeAutomationStepExecutions,
  SSMClient,
  StartAutomationExecutionCommand,
  type AutomationExecutionMetadata,
  type StepExecution,
} from "@aws-sdk/client-ssm";
import { setTimeout as sleep } from "node:timers/promises";
import { OperationError } from "../diagnostics/errors";
import { allAccounts, type Account, type Fleet } from "../fleet/model";
import { administrationRoleArn, EXECUTION_ROLE_NAME } from "../fleet/names";
import type { LocalFleet } from "./local-fleet";

export const CHECK_OS = "check-os";

/** One step on one instance. */
export interface StepResult {
  readonly account: string;
  readonly instance: string;
  readonly step: string;
  readonly status: string;
  /** Undefined if the step did not start. */
  readonly seconds: number | undefined;
  /** The step's output, or why it failed. */
  readonly text: string;
}

/** The parent execution's status, and every step of every instance in every account. */
export interface RunResult {
  readonly executionId: string;
  readonly status: string;
  readonly steps: readonly StepResult[];
}

const POLL_MILLISECONDS = 500;
/** A sandbox answers in seconds; check-os never takes a minute per instance. */
const PATIENCE_MILLISECONDS = 5 * 60_000;

/**
 * Starts check-os on every instance with the fleet's tag, in every target account below the organization's root, waits
 * until it has ended and collects what the steps printed.
 * @throws OperationError if it does not end
 */
export async function runCheckOs(local: LocalFleet, signal: AbortSignal): Promise<RunResult> {
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
  const status = await waitFor(ssm, executionId, signal);
  const targets = allAccounts(fleet).filter(({ isTarget }) => isTarget);
  const steps = await Promise.all(targets.map((account) => stepsIn(local, account, executionId)));
  return { executionId, status, steps: steps.flat() };
}

/** The accounts of the organization without an execution role. */
function excluded(fleet: Fleet): string[] {
  return allAccounts(fleet)
    .filter(({ isTarget }) => !isTarget)
    .map(({ id }) => id);
}

async function waitFor(ssm: SSMClient, executionId: string, signal: AbortSignal): Promise<string> {
  const startedAt = Date.now();
  for (;;) {
    const { AutomationExecution: execution } = await ssm.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId: executionId }),
    );
    const status = execution?.AutomationExecutionStatus ?? "";
    if (execution?.ExecutionEndTime !== undefined) return status;
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

/** In one account: the steps of the executions on instances, which are children of the account's child execution. */
async function stepsIn(local: LocalFleet, account: Account, parentId: string): Promise<readonly StepResult[]> {
  const ssm = new SSMClient(await local.accessTo(account.id));
  const results: StepResult[] = [];
  for (const child of await childrenOf(ssm, parentId)) {
    for (const instance of await childrenOf(ssm, child.AutomationExecutionId ?? "")) {
      const id = instance.AutomationExecutionId ?? "";
      for await (const page of paginateDescribeAutomationStepExecutions(
        { client: ssm },
        { AutomationExecutionId: id },
      )) {
        for (const step of page.StepExecutions ?? []) {
          results.push({
            account: account.name,
            instance: instance.Target ?? "",
            step: step.StepName ?? "",
            status: step.StepStatus ?? "",
            seconds: secondsOf(step),
            text: textOf(step),
          });
        }
      }
    }
  }
  return results;
}

async function childrenOf(ssm: SSMClient, parentId: string): Promise<readonly AutomationExecutionMetadata[]> {
  const children: AutomationExecutionMetadata[] = [];
  const filter = { Filters: [{ Key: "ParentExecutionId" as const, Values: [parentId] }] };
  for await (const page of paginateDescribeAutomationExecutions({ client: ssm }, filter)) {
    children.push(...(page.AutomationExecutionMetadataList ?? []));
  }
  return children;
}

function secondsOf({ ExecutionStartTime: start, ExecutionEndTime: end }: StepExecution): number | undefined {
  return start === undefined || end === undefined ? undefined : (end.getTime() - start.getTime()) / 1000;
}

/** In check-os, each step has one named output besides those that every command has. */
function textOf({ Outputs: outputs = {}, FailureMessage: failure }: StepExecution): string {
  const own = Object.keys(outputs).find((name) => name !== "Output" && name.endsWith("Output"));
  return failure ?? (own === undefined ? "" : (outputs[own]?.join("\n") ?? ""));
}
