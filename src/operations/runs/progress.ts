/** How far a run is: accounts, instances and steps, read from every account in which something still runs. */
import type { AutomationExecutionMetadata, StepExecution } from "@aws-sdk/client-ssm";
import pLimit from "p-limit";
import type { FoundExecution } from "../collect/find-execution";
import type { Readers } from "../collect/ports";
import { hasEnded } from "../collect/records";
import { UnreadableError } from "../collect/unreadable";

export type Counts = Readonly<Record<string, number>>;

export interface PlaceProgress {
  readonly accountId: string;
  readonly region: string;
  readonly status: string;
  /** Targets by status; those that have not started are not among them. */
  readonly instances: Counts;
  /** Targets that AWS has found; undefined: not known. */
  readonly expected: number | undefined;
  /** Running targets by the step that they are at. */
  readonly steps: Counts;
  readonly failures: readonly FailedTarget[];
  /** Why its executions cannot be read. */
  readonly unread?: string;
}

export interface FailedTarget {
  readonly accountId: string;
  readonly region: string;
  /** Undefined: the account. */
  readonly target: string | undefined;
  readonly status: string;
  readonly message: string;
}

export interface Progress {
  readonly status: string;
  readonly ended: boolean;
  readonly startTime: Date | undefined;
  readonly places: readonly PlaceProgress[];
}

const AT_ONCE = 20;

/** Reads a run again and again. What has ended is read once. */
export class ProgressReader {
  readonly #readers: Readers;
  readonly #done = new Map<string, PlaceProgress>();

  constructor(readers: Readers) {
    this.#readers = readers;
  }

  /**
   * @param executions the parts of the run
   * @throws UnreadableError if the executions themselves cannot be read
   */
  async read(executions: readonly FoundExecution[]): Promise<Progress> {
    const parts = await Promise.all(executions.map((found) => this.#part(found)));
    const open = parts.find(({ ended }) => !ended);
    const failed = parts.find(({ status }) => status !== "Success");
    const starts = parts.flatMap(({ startTime }) => startTime ?? []).sort((a, b) => a.getTime() - b.getTime());
    return {
      status: (open ?? failed ?? parts[0])?.status ?? "Pending",
      ended: open === undefined,
      startTime: starts[0],
      places: parts.flatMap(({ places }) => places),
    };
  }

  async #part({ execution: { AutomationExecutionId: id = "" }, reader, place }: FoundExecution): Promise<Progress> {
    const execution = await reader.execution(id);
    const status = execution.AutomationExecutionStatus ?? "Pending";
    const facts = { status, ended: hasEnded(status), startTime: execution.ExecutionStartTime };
    if ((execution.TargetLocations ?? []).length === 0) {
      return { ...facts, places: [await this.#child({ ...place, id, metadata: execution })] };
    }
    const steps = (await reader.steps(id)).filter(({ TargetLocation }) => TargetLocation !== undefined);
    const limit = pLimit(AT_ONCE);
    const places = await Promise.all(steps.map((step) => limit(() => this.#account(id, step))));
    return { ...facts, places };
  }

  async #account(parentId: string, step: StepExecution): Promise<PlaceProgress> {
    const { Accounts: [accountId = ""] = [], Regions: [region = ""] = [] } = step.TargetLocation ?? {};
    const status = step.StepStatus ?? "Pending";
    const key = `${parentId} ${step.StepExecutionId ?? `${accountId}/${region}`}`;
    const known = this.#done.get(key);
    if (known !== undefined) return known;
    const found = { ...NOTHING, accountId, region, status };
    const childId = Object.values(step.Outputs ?? {}).flat()[0];
    if (status === "Pending" || (hasEnded(status) && childId === undefined)) return withFailure(found, step);
    let progress: PlaceProgress;
    try {
      const reader = await this.#readers.at(accountId, region);
      const children: AutomationExecutionMetadata[] = [];
      for await (const page of reader.children(parentId)) children.push(...page);
      const [child] = children.filter((each) => childId === undefined || each.AutomationExecutionId === childId);
      if (child?.AutomationExecutionId === undefined) return withFailure(found, step);
      progress = {
        ...(await this.#child({ accountId, region, id: child.AutomationExecutionId, metadata: child })),
        status,
      };
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      // What comes back by itself is read the next time.
      return { ...withFailure(found, step), unread: error.message };
    }
    if (hasEnded(status)) this.#done.set(key, progress);
    return progress;
  }

  /** The executions on the targets of one account, or the one execution there. */
  async #child({ accountId, region, id, metadata }: Child): Promise<PlaceProgress> {
    const status = metadata.AutomationExecutionStatus ?? "Pending";
    const found = { ...NOTHING, accountId, region, status };
    if (metadata.TargetParameterName === undefined || (metadata.Targets ?? []).length === 0) {
      return summed({ ...found, expected: 1 }, [metadata]);
    }
    const reader = await this.#readers.at(accountId, region);
    const targets: AutomationExecutionMetadata[] = [];
    for await (const page of reader.children(id)) targets.push(...page);
    const { ParameterValues: all = [], Truncated = false } = metadata.ResolvedTargets ?? {};
    return summed({ ...found, expected: Truncated ? undefined : Math.max(all.length, targets.length) }, targets);
  }
}

interface Child {
  readonly accountId: string;
  readonly region: string;
  readonly id: string;
  readonly metadata: AutomationExecutionMetadata;
}

const NOTHING = { instances: {}, expected: undefined, steps: {}, failures: [] };

function summed(place: PlaceProgress, targets: readonly AutomationExecutionMetadata[]): PlaceProgress {
  const { accountId, region } = place;
  const failed = targets.filter(({ AutomationExecutionStatus: status }) => hasEnded(status) && status !== "Success");
  return {
    ...place,
    instances: counted(targets.map(({ AutomationExecutionStatus: status = "Pending" }) => status)),
    steps: counted(
      targets.flatMap(({ AutomationExecutionStatus: status, CurrentStepName: step }) =>
        hasEnded(status) || step === undefined || step === "" ? [] : [step],
      ),
    ),
    failures: failed.map(({ Target, AutomationExecutionStatus: status = "", FailureMessage: message = "" }) => ({
      ...{ accountId, region, status, message },
      target: Target === "" ? undefined : Target,
    })),
  };
}

function withFailure(place: PlaceProgress, { FailureMessage: message = "" }: StepExecution): PlaceProgress {
  const { accountId, region, status } = place;
  if (!hasEnded(status) || status === "Success") return place;
  return { ...place, failures: [{ accountId, region, target: undefined, status, message }] };
}

function counted(values: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** The sum of counts. */
export function sumOf(all: readonly Counts[]): Counts {
  const sum: Record<string, number> = {};
  for (const counts of all) for (const [key, count] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

/** Which share of the run has ended, from 0 to 1: each account counts the same, because those to come are not known. */
export function shareDone({ places }: Progress): number {
  if (places.length === 0) return 0;
  const shares = places.map(({ status, instances, expected }) => {
    if (hasEnded(status)) return 1;
    const ended = Object.entries(instances).reduce((sum, [each, count]) => sum + (hasEnded(each) ? count : 0), 0);
    return expected === undefined || expected === 0 ? 0 : ended / expected;
  });
  return shares.reduce((sum, share) => sum + share, 0) / places.length;
}
