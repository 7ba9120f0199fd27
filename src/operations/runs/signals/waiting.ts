/**
 * Finds what waits for a person in a run: steps aws:approve and aws:pause, and executions that are carried out step by step. They
 * are in the executions of accounts and instances, and in those that steps of these have started.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html
 */
import type { AutomationExecution, AutomationExecutionMetadata, StepExecution } from "@aws-sdk/client-ssm";
import pLimit from "p-limit";
import type { FoundExecution } from "../../collect/find-execution";
import type { ExecutionReader, Readers } from "../../collect/ports";
import { hasEnded, type Place } from "../../collect/records";
import { UnreadableError } from "../../collect/unreadable";

/** A signal that a person sends. Revoke, the sixth of AWS's, is of just-in-time node access alone. */
export type Signal = "Approve" | "Reject" | "Resume" | "StartStep" | "StopStep";

export interface WaitingStep extends Place {
  readonly executionId: string;
  /** The instance, or another target of the execution. */
  readonly target: string | undefined;
  readonly step: string;
  readonly stepExecutionId: string;
  /** The signals that it waits for. */
  readonly takes: readonly Signal[];
  readonly since: Date | undefined;
  /** Of an approval: who may decide, as the runbook names them. */
  readonly approvers: readonly string[];
  /** Of an approval: how many approvals it needs. */
  readonly needed: number;
  /** Of an approval: how many have decided. */
  readonly decided: number;
}

/** An account in which something may wait, and that cannot be read. */
interface UnreadPlace extends Place {
  readonly message: string;
  readonly remedy: string;
}

export interface Waiting {
  /** How the run has ended; undefined: it has not. */
  readonly ended: string | undefined;
  readonly steps: readonly WaitingStep[];
  readonly unread: readonly UnreadPlace[];
}

/** Accounts and Regions that are read at once. */
const AT_ONCE = 20;

type Execution = AutomationExecution | AutomationExecutionMetadata;

/** @param executions the parts of the run. @param accountIds where to look; undefined: everywhere */
export async function findWaiting(
  executions: readonly FoundExecution[],
  readers: Readers,
  accountIds?: ReadonlySet<string>,
): Promise<Waiting> {
  const search = new Search(readers, accountIds);
  const steps = await Promise.all(
    executions.map(({ execution, place, reader }) => search.below(execution, place, reader)),
  );
  const statuses = executions.map(({ execution }) => execution.AutomationExecutionStatus);
  const ended = statuses.every(hasEnded) ? (statuses.find((status) => status !== "Success") ?? "Success") : undefined;
  return { ended, steps: steps.flat(), unread: search.unread };
}

class Search {
  readonly unread: UnreadPlace[] = [];
  readonly #readers: Readers;
  readonly #accountIds: ReadonlySet<string> | undefined;
  readonly #limit = pLimit(AT_ONCE);

  constructor(readers: Readers, accountIds: ReadonlySet<string> | undefined) {
    this.#readers = readers;
    this.#accountIds = accountIds;
  }

  /** What waits in an execution, and in those that it has started. */
  async below(execution: Execution, place: Place, reader: ExecutionReader): Promise<readonly WaitingStep[]> {
    const { AutomationExecutionId: id = "", AutomationExecutionStatus: status } = execution;
    if (hasEnded(status)) return [];
    const isLookedAt = this.#accountIds?.has(place.accountId) ?? true;
    if (isAcrossAccounts(execution)) return this.#inAccounts(id, reader);
    const own = isLookedAt && mayWait(execution) ? waitingOf(execution, place, await reader.steps(id)) : [];
    if (!mayHaveChildren(execution)) return own;
    return [...own, ...(await this.#children(id, place, reader))];
  }

  async #inAccounts(parentId: string, reader: ExecutionReader): Promise<readonly WaitingStep[]> {
    const places = new Map<string, Place>();
    for (const { TargetLocation, StepStatus } of await reader.steps(parentId)) {
      const { Accounts: [accountId] = [], Regions: [region] = [] } = TargetLocation ?? {};
      if (accountId === undefined || region === undefined) continue;
      if (StepStatus === "Pending" || hasEnded(StepStatus)) continue;
      places.set(`${accountId}/${region}`, { accountId, region });
    }
    const found = await Promise.all(
      [...places.values()]
        .filter(({ accountId }) => this.#accountIds?.has(accountId) ?? true)
        .map((place) => this.#limit(() => this.#inAccount(parentId, place))),
    );
    return found.flat();
  }

  async #inAccount(parentId: string, place: Place): Promise<readonly WaitingStep[]> {
    try {
      return await this.#children(parentId, place, await this.#readers.at(place.accountId, place.region));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      this.unread.push({ ...place, message: error.message, remedy: error.remedy });
      return [];
    }
  }

  async #children(parentId: string, place: Place, reader: ExecutionReader): Promise<readonly WaitingStep[]> {
    const children: AutomationExecutionMetadata[] = [];
    for await (const page of reader.children(parentId)) children.push(...page);
    const found = await Promise.all(
      children.map(async (child) => {
        // Metadata do not say in which accounts a child runs.
        const isElsewhere = child.AutomationType === "CrossAccount" && !hasEnded(child.AutomationExecutionStatus);
        const { AutomationExecutionId: id = "" } = child;
        return this.below(isElsewhere ? await reader.execution(id) : child, place, reader);
      }),
    );
    return found.flat();
  }
}

function isAcrossAccounts(execution: Execution): boolean {
  return "TargetLocations" in execution && (execution.TargetLocations ?? []).length > 0;
}

function hasTargets({ TargetParameterName: parameter, Targets = [] }: Execution): boolean {
  return parameter !== undefined && Targets.length > 0;
}

function mayWait({ AutomationExecutionStatus: status, Mode }: Execution): boolean {
  return status === "Waiting" || Mode === "Interactive";
}

/** Executions of targets, or of a step; most executions of instances have none, and are not asked for them. */
function mayHaveChildren(execution: Execution): boolean {
  const { CurrentAction: action } = execution;
  return (
    hasTargets(execution) || action === undefined || action === "" || /^aws:(executeAutomation|loop)$/.test(action)
  );
}

function waitingOf(execution: Execution, place: Place, steps: readonly StepExecution[]): readonly WaitingStep[] {
  const { AutomationExecutionId: executionId = "", Target: target, Mode } = execution;
  const waiting = (step: StepExecution, takes: readonly Signal[]): WaitingStep => ({
    ...place,
    executionId,
    target: target === "" ? undefined : target,
    step: step.StepName ?? "",
    stepExecutionId: step.StepExecutionId ?? "",
    takes,
    since: step.ExecutionStartTime,
    ...approvalOf(step),
  });
  const found = steps.flatMap((step) => {
    if (step.StepStatus !== "Waiting") return [];
    if (step.Action === "aws:approve") return [waiting(step, ["Approve", "Reject"])];
    return step.Action === "aws:pause" ? [waiting(step, ["Resume"])] : [];
  });
  if (found.length > 0 || Mode !== "Interactive") return found;
  const running = steps.find(({ StepStatus }) => StepStatus === "InProgress");
  if (running !== undefined) return [waiting(running, ["StopStep"])];
  const next = steps.find(({ StepName }) => StepName === nextStep(steps));
  return next === undefined ? [] : [waiting(next, ["StartStep"])];
}

/** The step that an interactive execution waits before. */
function nextStep(steps: readonly StepExecution[]): string | undefined {
  const last = steps
    .filter(({ StepStatus }) => hasEnded(StepStatus))
    .sort((a, b) => (a.ExecutionEndTime?.getTime() ?? 0) - (b.ExecutionEndTime?.getTime() ?? 0))
    .at(-1);
  if (last !== undefined) return last.NextStep ?? last.ValidNextSteps?.[0];
  return steps.find(({ StepStatus }) => StepStatus === "Pending")?.StepName;
}

function approvalOf({ Action, Inputs = {}, Outputs = {} }: StepExecution) {
  if (Action !== "aws:approve") return { approvers: [], needed: 0, decided: 0 };
  const approvers = jsonOf(Inputs.Approvers);
  const decisions = Outputs.ApproverDecisions ?? [];
  return {
    approvers: Array.isArray(approvers) ? approvers.map(String) : [],
    needed: Number(jsonOf(Inputs.MinRequiredApprovals) ?? 1),
    decided: decisions.filter((text) => text !== "" && text !== "[]").length,
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
