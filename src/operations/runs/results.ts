/** The results of a run: collected, or as they were collected before; and together with those of the run that it has run again. */
import { completeRun, folderOf } from "../collect/collect-run";
import { isRunId } from "./plan";
import { readRun, type StoredRun } from "../results/read-run";
import type { ExecutionRecord, ResultRecord } from "../results/schema";
import type { FoundRun } from "./find-run";

/** What was collected completely before, of every execution that has started; undefined if there is something to read. */
export async function completeResults(folder: string, { id, executionIds }: FoundRun): Promise<StoredRun | undefined> {
  const stored = await completeRun(folder, id);
  if (stored === undefined) return undefined;
  const { executionId, executionIds: all = [executionId] } = stored.run;
  return executionIds.every((each) => all.includes(each)) ? stored : undefined;
}

/** How the results of a run are named. */
export function identityOf({ id, store }: FoundRun): { readonly runId?: string; readonly predecessor?: string } {
  if (!isRunId(id)) return {};
  const predecessor = store?.plan.predecessor;
  return { runId: id, ...(predecessor !== undefined && { predecessor }) };
}

/**
 * A run and those before it as one: of each instance the last answer, and its earlier attempts beside it. What another run has not
 * collected here is left out.
 * @param folder of all runs
 */
export async function withPredecessors(folder: string, stored: StoredRun): Promise<StoredRun> {
  const { predecessor } = stored.run;
  if (predecessor === undefined) return stored;
  const before = await readRun(folderOf(folder, predecessor)).catch(() => undefined);
  if (before === undefined) return stored;
  return merged(await withPredecessors(folder, before), stored);
}

async function merged(before: StoredRun, now: StoredRun): Promise<StoredRun> {
  const again = new Set<string>();
  const reached = new Set<string>();
  for await (const record of now.records()) {
    if (record.kind !== "execution") continue;
    if (record.level === "instance" && record.instance !== undefined) again.add(instanceKey(record));
    if (record.level !== "parent") reached.add(placeKey(record));
  }
  const attempts = new Map<string, ExecutionRecord[]>();
  const superseded = new Set<string>();
  for await (const record of before.records()) {
    if (record.kind !== "execution" || record.level !== "instance" || !again.has(instanceKey(record))) continue;
    if (record.executionId !== undefined) superseded.add(record.executionId);
    const key = instanceKey(record);
    attempts.set(key, [...(attempts.get(key) ?? []), record]);
  }
  const stays = (record: ResultRecord): boolean => {
    if (record.kind === "execution" && record.level === "instance") return !again.has(instanceKey(record));
    if (record.kind === "execution" && record.level === "account") {
      return record.executionId !== undefined || !reached.has(placeKey(record));
    }
    return record.executionId === undefined || !superseded.has(record.executionId);
  };
  return {
    run: { ...now.run, complete: now.run.complete && before.run.complete },
    output: (sha256) => now.output(sha256).catch(() => before.output(sha256)),
    async *records() {
      for await (const record of before.records()) if (stays(record)) yield record;
      for await (const record of now.records()) {
        const earlier =
          record.kind === "execution" && record.level === "instance" ? attempts.get(instanceKey(record)) : undefined;
        yield record.kind === "execution" && earlier !== undefined
          ? withEarlier(record, before.run.runId, earlier)
          : record;
      }
    },
  };
}

function withEarlier(
  record: ExecutionRecord,
  runId: string | undefined,
  earlier: readonly ExecutionRecord[],
): ExecutionRecord {
  return {
    ...record,
    earlier: earlier.flatMap(({ earlier: before = [], executionId, status, failure }) => [
      ...before,
      {
        ...(runId !== undefined && { runId }),
        ...(executionId !== undefined && { executionId }),
        status,
        ...(failure !== undefined && { failure }),
      },
    ]),
  };
}

function instanceKey({ accountId, region, instance = "" }: ExecutionRecord): string {
  return `${accountId}/${region}/${instance}`;
}

function placeKey({ accountId, region }: ExecutionRecord): string {
  return `${accountId}/${region}`;
}
