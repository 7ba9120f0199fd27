/** The runs that were started on this machine, with their totals as far as they were collected. */
import { folderOf } from "../collect/collect-run";
import { viewRun } from "../fold/run-view";
import { totalsOf, type Totals } from "../fold/totals";
import { readRun } from "../results/read-run";
import type { RunPlan } from "./plan";
import { RunStore, runIds } from "./store";

export interface ListedRun {
  readonly runId: string;
  readonly document: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly predecessor?: string;
  /** `not started`, `started in part`, `stopped`, `wave … did not hold`, `started`; AWS's, once it was collected. */
  readonly status: string;
  readonly accounts: number;
  readonly parts: number;
  readonly executionIds: readonly string[];
  /** Undefined: its results were not collected. */
  readonly totals?: Pick<Totals, "instances" | "statuses" | "failedAccounts" | "unread" | "succeeded">;
}

/** The newest first. @param organizationId runs of other organizations are left out */
export async function listRuns(runs: string, organizationId: string): Promise<readonly ListedRun[]> {
  const listed: ListedRun[] = [];
  for (const id of await runIds(runs)) {
    // A folder with results alone is of a run that was started on another machine.
    const store = await RunStore.open(runs, id).catch(() => undefined);
    if (store === undefined || store.plan.organizationId !== organizationId) continue;
    listed.push(await listedRun(runs, store));
  }
  return listed;
}

async function listedRun(runs: string, store: RunStore): Promise<ListedRun> {
  const { runId, document, createdAt, createdBy, predecessor, parts } = store.plan;
  const stored = await readRun(folderOf(runs, runId)).catch(() => undefined);
  const totals = stored && totalsOf(await viewRun(stored));
  return {
    ...{ runId, document, createdAt, createdBy },
    ...(predecessor !== undefined && { predecessor }),
    status: stateOf(store, stored?.run.complete ?? false) ?? stored?.run.status ?? "started",
    accounts: accountsOf(store.plan),
    parts: parts.length,
    executionIds: store.executionIds.flatMap((each) => each ?? []),
    ...(totals !== undefined && {
      totals: {
        instances: totals.instances,
        statuses: totals.statuses,
        failedAccounts: totals.failedAccounts,
        unread: totals.unread,
        succeeded: totals.succeeded,
      },
    }),
  };
}

/**
 * What became of its start, if that is not simply done.
 * @param isComplete whether its results are: a stop that came after the end has changed nothing
 */
function stateOf({ plan, events, executionIds }: RunStore, isComplete: boolean): string | undefined {
  const started = executionIds.filter((each) => each !== undefined).length;
  const isStarted = started === plan.parts.length;
  for (const event of events) {
    if (event.event === "stopped" && !(isComplete && isStarted)) return "stopped";
    if (event.event === "not-held") return `wave ${plan.waves[event.wave]?.name ?? ""} did not hold`;
  }
  if (isStarted) return undefined;
  return started === 0 ? "not started" : "started in part";
}

function accountsOf({ parts }: RunPlan): number {
  return new Set(parts.flatMap(({ places }) => places.map(({ accountId }) => accountId))).size;
}
