/** Finds a run by any of its ids: its own, or that of an execution. */
import { ConfigurationError } from "../../diagnostics/errors";
import type { Account, Fleet } from "../../fleet/model";
import { checkExecutionId, findExecution, type FoundExecution } from "../collect/find-execution";
import type { Readers } from "../collect/ports";
import { isRunId, partTag } from "./plan";
import type { RunControl } from "./ports";
import { RunStore, runIds, unknownRun } from "./store";
import { FLEETBOOK } from "../../diagnostics/called-as";

export interface FoundRun {
  /** The run's id; of an execution that Fleetbook did not start here, its own. */
  readonly id: string;
  /** Undefined if it was not started on this machine. */
  readonly store: RunStore | undefined;
  /** Of the parts that have started, in their order. */
  readonly executionIds: readonly string[];
}

/** The most keys of a filter. */
const KEYS_AT_ONCE = 10;

/**
 * @param runs the folder of all runs
 * @param control asks AWS for a run that was started on another machine; undefined: such a run is unknown
 * @throws ConfigurationError if it is not an id, or there is no such run
 */
export async function findRun(
  fleet: Fleet,
  runs: string,
  id: string,
  control: (() => Promise<Pick<RunControl, "tagged">>) | undefined,
): Promise<FoundRun> {
  if (!isRunId(id)) {
    if (id.startsWith("run-")) throw await unknownRun(runs, id);
    checkExecutionId(id);
    return (await runOfExecution(runs, id)) ?? { id, store: undefined, executionIds: [id] };
  }
  const store = await RunStore.open(runs, id);
  store?.checkFleet(fleet);
  const known = store?.executionIds.filter((each) => each !== undefined) ?? [];
  const isWhole =
    store !== undefined && store.events.every((event) => event.event !== "sending" || isKnown(store, event.part));
  if (isWhole || control === undefined) {
    if (store === undefined) throw await unknownRun(runs, id);
    return { id, store, executionIds: known };
  }
  const executionIds = await taggedParts(await control(), id, store?.plan.parts.length);
  if (executionIds.length === 0 && store === undefined) throw await unknownRun(runs, id);
  return { id, store, executionIds };
}

function isKnown(store: RunStore, part: number): boolean {
  return store.executionIds[part] !== undefined;
}

/** The run with one part whose execution it is: the id of that execution is another name of the run. */
async function runOfExecution(runs: string, executionId: string): Promise<FoundRun | undefined> {
  for (const id of await runIds(runs)) {
    const store = await RunStore.open(runs, id).catch(() => undefined);
    const ids = store?.executionIds.filter((each) => each !== undefined) ?? [];
    if (store?.plan.parts.length === 1 && ids[0] === executionId) return { id, store, executionIds: ids };
  }
  return undefined;
}

async function taggedParts(
  control: Pick<RunControl, "tagged">,
  runId: string,
  count: number | undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let first = 0; first < (count ?? Infinity); first += KEYS_AT_ONCE) {
    const keys = Array.from({ length: KEYS_AT_ONCE }, (_, index) => partTag(runId, first + index));
    const executions = [...(await control.tagged(keys))].sort(
      (a, b) => (a.ExecutionStartTime?.getTime() ?? 0) - (b.ExecutionStartTime?.getTime() ?? 0),
    );
    found.push(...executions.flatMap(({ AutomationExecutionId }) => AutomationExecutionId ?? []));
    if (executions.length === 0) break;
  }
  return found;
}

/** The executions of the run's parts, as AWS has them. @throws ConfigurationError if nothing of it has started */
export async function executionsOf(
  fleet: Fleet,
  readers: Readers,
  account: Account,
  { id, executionIds }: FoundRun,
): Promise<readonly [FoundExecution, ...FoundExecution[]]> {
  const [first, ...others] = await Promise.all(
    executionIds.map((executionId) => findExecution(fleet, readers, account, executionId)),
  );
  if (first !== undefined) return [first, ...others];
  throw new ConfigurationError({
    message: `Nothing of the run ${id} has started.`,
    remedy: `Start it: ${FLEETBOOK} start --resume ${id}.`,
  });
}

/** As `executionsOf`, in the first of several accounts that has them. @throws ConfigurationError if none has */
export async function startedIn(
  fleet: Fleet,
  readers: Readers,
  [account, ...others]: readonly [Account, ...Account[]],
  run: FoundRun,
): Promise<readonly [FoundExecution, ...FoundExecution[]]> {
  try {
    return await executionsOf(fleet, readers, account, run);
  } catch (error) {
    const [next, ...rest] = others;
    if (next === undefined || !(error instanceof ConfigurationError)) throw error;
    return startedIn(fleet, readers, [next, ...rest], run);
  }
}
