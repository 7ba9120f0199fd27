/** The run that a command is about: collected, or as it was collected before. */
import { join, resolve } from "node:path";
import { accountOf } from "../../account-option";
import { log } from "../../log";
import type { Fleet } from "../../../fleet/model";
import type { AccountAccess } from "../../../operations/collect/aws/readers";
import type { StoredRun } from "../../../operations/results/read-run";
import { shownPath } from "../../../diagnostics/shown-path";
import { PROJECT_FOLDER } from "../../../project/folders";

export interface RunChoice {
  readonly last?: boolean;
  readonly account?: string;
  readonly out?: string;
  readonly fleet?: string;
}

/** Milliseconds between two lines of progress on a terminal. */
const PROGRESS_INTERVAL = 200;

/** The folder of all runs. */
export function runsFolder(out: string | undefined): string {
  return out === undefined ? join(PROJECT_FOLDER, "out/runs") : resolve(out);
}

/** @param id of a run or of an execution; undefined: the newest execution */
export async function runOf(
  fleet: Fleet,
  id: string | undefined,
  { account: nameOrId, out }: RunChoice,
  signal: AbortSignal,
): Promise<StoredRun> {
  const { newestExecution } = await import("../../../operations/collect/find-execution");
  const { collectRun, folderOf } = await import("../../../operations/collect/collect-run");
  const { executionsOf, findRun } = await import("../../../operations/runs/find-run");
  const { completeResults, identityOf, withPredecessors } = await import("../../../operations/runs/results");
  const folder = runsFolder(out);
  const account = nameOrId === undefined ? fleet.administratorAccount : accountOf(fleet, nameOrId);
  let access: Promise<AccountAccess> | undefined;
  const open = () => (access ??= openAccess(fleet, signal));
  const control = async () => {
    const { runControl } = await import("../../../operations/runs/aws/control");
    return runControl(fleet, await open());
  };
  const found = id === undefined ? undefined : await findRun(fleet, folder, id, control);
  const complete = found && (await completeResults(folder, found));
  if (found !== undefined && complete !== undefined) {
    log(`as collected at ${complete.run.collectedAt}: ${shownPath(folderOf(folder, found.id))}`);
    return withPredecessors(folder, complete);
  }
  const { readersWith } = await import("../../../operations/collect/aws/readers");
  const readers = readersWith(await open());
  const executions =
    found === undefined
      ? ([await newestExecution(fleet, readers, account)] as const)
      : await executionsOf(fleet, readers, account, found);
  const identity = found === undefined ? {} : identityOf(found);
  const progress = progressLine();
  try {
    const options = { fleet, readers, executions, folder, signal, onProgress: progress.show, ...identity };
    return await withPredecessors(folder, await collectRun(options));
  } finally {
    progress.end();
    const name = found?.id ?? executions[0].execution.AutomationExecutionId ?? "";
    log(`results: ${shownPath(folderOf(folder, name))}`);
  }
}

async function openAccess(fleet: Fleet, signal: AbortSignal): Promise<AccountAccess> {
  // Loaded here because AWS's clients take longer to load than a report needs that was collected before.
  const { accountAccess } = await import("../../../operations/collect/aws/readers");
  const { callerCredentials } = await import("../../../rollout/aws-client");
  return accountAccess({ fleet, credentials: callerCredentials(process.env), signal });
}

/** A line on stderr that changes while results are read; nothing if stderr is no terminal. */
function progressLine() {
  let shownAt = 0;
  let shown = false;
  return {
    show: ({ instances, unread }: { readonly instances: number; readonly unread: number }): void => {
      if (!process.stderr.isTTY || Date.now() - shownAt < PROGRESS_INTERVAL) return;
      shownAt = Date.now();
      shown = true;
      process.stderr.write(`\r\x1b[Kcollecting: ${instances} instances${unread === 0 ? "" : `, ${unread} unread`}`);
    },
    end: (): void => {
      if (shown) process.stderr.write("\r\x1b[K");
    },
  };
}
