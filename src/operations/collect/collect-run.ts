/** Collects a run into its folder, or continues where an interrupted collection has stopped. */
import { join } from "node:path";
import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { allAccounts, type Fleet } from "../../fleet/model";
import { readRun, type StoredRun } from "../results/read-run";
import { RunWriter } from "../results/run-writer";
import { RESULTS_VERSION, type Run } from "../results/schema";
import { OperationError } from "../../diagnostics/errors";
import { collectUnits } from "./collect";
import type { FoundExecution } from "./find-execution";
import type { Readers } from "./ports";
import { executionRecord, hasEnded } from "./records";

export interface CollectRunOptions {
  readonly fleet: Fleet;
  readonly readers: Readers;
  /** The executions of the run: several if one call could not start it. */
  readonly executions: readonly [FoundExecution, ...FoundExecution[]];
  /** The id of a run that Fleetbook has started, and of the run whose instances it runs again. */
  readonly runId?: string | undefined;
  readonly predecessor?: string | undefined;
  /** The folder of all runs: `out/runs`. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** Receives the numbers of what was read so far. */
  readonly onProgress?: (progress: Progress) => void;
}

interface Progress {
  readonly instances: number;
  readonly unread: number;
}

/** The folder of one run. @param id of the run, or of an execution */
export function folderOf(folder: string, id: string): string {
  return join(folder, id);
}

/** A run that was collected completely, with no call to AWS; undefined if there is none. */
export async function completeRun(folder: string, id: string): Promise<StoredRun | undefined> {
  try {
    const stored = await readRun(folderOf(folder, id));
    return stored.run.complete ? stored : undefined;
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

/** @throws OperationError if the folder cannot be written, or another process writes it; what was collected stays valid */
export async function collectRun(options: CollectRunOptions): Promise<StoredRun> {
  const folder = folderOf(options.folder, options.runId ?? idOf(options.executions[0]));
  const writer = await RunWriter.open(folder);
  try {
    await collectInto(writer, options);
  } finally {
    await writer.close();
  }
  return readRun(folder);
}

async function collectInto(writer: RunWriter, options: CollectRunOptions): Promise<void> {
  const { readers, executions, signal, onProgress } = options;
  const run = describe(options);
  await writer.describe({ ...run, complete: false });

  let instances = writer.done.size;
  let unread = 0;
  let complete = hasEnded(run.status);
  try {
    for (const found of executions) {
      for await (const unit of collectUnits({ found, readers, outputs: writer.outputs, done: writer.done })) {
        signal?.throwIfAborted();
        await writer.write(unit);
        for (const record of unit.records) {
          if (record.kind === "unread") unread += 1;
          if (record.kind === "execution" && record.level === "instance") instances += 1;
          // AWS has not started an execution without an id, and will not once its parent has ended.
          if (record.kind === "execution" && record.executionId !== undefined) complete &&= hasEnded(record.status);
        }
        onProgress?.({ instances, unread });
      }
    }
  } catch (error) {
    // What was read before the interruption is in the folder.
    if (signal?.aborted !== true) throw error;
  }
  const isComplete = complete && unread === 0 && signal?.aborted !== true;
  await writer.describe({ ...run, complete: isComplete });
}

function idOf({ execution }: FoundExecution): string {
  return execution.AutomationExecutionId ?? "";
}

function describe({ fleet, executions, runId, predecessor }: CollectRunOptions): Omit<Run, "complete"> {
  const [{ execution, place }] = executions;
  const units = new Map(fleet.organization.organizationalUnits.map(({ id, path }) => [id, path]));
  return {
    version: RESULTS_VERSION,
    executionId: execution.AutomationExecutionId ?? "",
    ...(runId !== undefined && { runId }),
    ...(executions.length > 1 && { executionIds: executions.map(idOf) }),
    ...(predecessor !== undefined && { predecessor }),
    ...place,
    document: execution.DocumentName ?? "",
    ...(execution.DocumentVersion !== undefined && { documentVersion: execution.DocumentVersion }),
    ...outcomeOf(executions),
    ...(execution.ExecutedBy !== undefined && { startedBy: execution.ExecutedBy }),
    ...(execution.AssociationId !== undefined && { associationId: execution.AssociationId }),
    parameters: execution.Parameters ?? {},
    targets: targetsOf(execution),
    accounts: allAccounts(fleet).map(({ id, name, parentId }) => ({
      id,
      name,
      organizationalUnit: units.get(parentId) ?? "",
    })),
    collectedAt: new Date().toISOString(),
  };
}

/** The status of several executions is that of the first that has not ended, else of the first that did not succeed. */
function outcomeOf(
  executions: CollectRunOptions["executions"],
): Pick<Run, "status" | "startTime" | "endTime" | "failure"> {
  const [first, ...others] = executions.map(({ execution, place }) => executionRecord(place, "parent", execution));
  const all = first === undefined ? [] : [first, ...others];
  const decisive =
    all.find(({ status }) => !hasEnded(status)) ?? all.find(({ status }) => status !== "Success") ?? first;
  const starts = all.flatMap(({ startTime }) => startTime ?? []).sort();
  const ends = all.flatMap(({ endTime }) => endTime ?? []).sort();
  const [startTime] = starts;
  const endTime = ends.length === all.length ? ends.at(-1) : undefined;
  return {
    status: decisive?.status ?? "Pending",
    ...(startTime !== undefined && { startTime }),
    ...(endTime !== undefined && { endTime }),
    ...(decisive?.failure !== undefined && { failure: decisive.failure }),
  };
}

function targetsOf({ Targets = [] }: AutomationExecution): Run["targets"] {
  return Targets.map(({ Key = "", Values = [] }) => ({ key: Key, values: Values }));
}
