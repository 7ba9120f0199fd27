/** The run that a command is about: collected, or as it was collected before. */
import { resolve } from "node:path";
import { accountOf } from "../../account-option";
import { log } from "../../project";
import type { Fleet } from "../../../fleet/model";
import type { StoredRun } from "../../../operations/results/read-run";
import { shownPath } from "../../../diagnostics/shown-path";
import { callerCredentials } from "../../../rollout/aws-client";

export interface RunChoice {
  readonly last?: boolean;
  readonly account?: string;
  readonly out?: string;
  readonly fleet?: string;
}

/** Milliseconds between two lines of progress on a terminal. */
const PROGRESS_INTERVAL = 200;

/** @param id undefined: the newest execution */
export async function runOf(
  fleet: Fleet,
  id: string | undefined,
  { account: nameOrId, out }: RunChoice,
  signal: AbortSignal,
): Promise<StoredRun> {
  // Loaded here because AWS's clients take longer to load than most other commands need in total.
  const { awsReaders } = await import("../../../operations/collect/aws/readers");
  const { checkExecutionId, findExecution, newestExecution } =
    await import("../../../operations/collect/find-execution");
  const { collectRun, completeRun, folderOf } = await import("../../../operations/collect/collect-run");
  const folder = resolve(out ?? "out/runs");
  const account = nameOrId === undefined ? fleet.administratorAccount : accountOf(fleet, nameOrId);
  if (id !== undefined) {
    checkExecutionId(id);
    const complete = await completeRun(folder, id);
    if (complete !== undefined) {
      log(`as collected at ${complete.run.collectedAt}: ${shownPath(folderOf(folder, id))}`);
      return complete;
    }
  }
  const readers = await awsReaders({ fleet, credentials: callerCredentials(process.env), signal });
  const found =
    id === undefined
      ? await newestExecution(fleet, readers, account)
      : await findExecution(fleet, readers, account, id);
  const progress = progressLine();
  try {
    return await collectRun({ fleet, readers, found, folder, signal, onProgress: progress.show });
  } finally {
    progress.end();
    log(`results: ${shownPath(folderOf(folder, found.execution.AutomationExecutionId ?? ""))}`);
  }
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
