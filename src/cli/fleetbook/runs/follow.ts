/** Follows a run to its end and shows its results, for `start --wait`, `retry --wait` and `watch`. */
import { InterruptedError } from "../../../diagnostics/errors";
import type { Account, Fleet } from "../../../fleet/model";
import type { Runs } from "../../../operations/runs/runs";
import type { ExitStatus } from "../../run";
import { terminalFormat } from "../report/formats";
import { LiveProgress } from "./live-progress";
import { FLEETBOOK } from "../../../diagnostics/called-as";

/** @returns 0 if every instance succeeded. @throws InterruptedError when the user stops watching; the run goes on */
export async function follow(
  fleet: Fleet,
  runs: Runs,
  id: string,
  { json = false, account = fleet.administratorAccount, signal }: FollowOptions,
): Promise<ExitStatus> {
  const live = new LiveProgress(fleet);
  try {
    await runs.watch(id, { onProgress: live.show, onTrouble: live.trouble }, account);
    const stored = await runs.results(id, account);
    const { makeReport } = await import("../../../operations/show/report");
    const report = await makeReport(stored, { steps: [], patterns: [] });
    if (json) console.log(JSON.stringify({ run: report.view.run, totals: report.totals }, undefined, 2));
    else {
      const { showInTerminal } = await import("../../../operations/show/terminal");
      console.log(showInTerminal(report, terminalFormat({})));
    }
    return report.totals.succeeded ? 0 : 1;
  } catch (error) {
    if (signal.aborted) throw new InterruptedError(stillRuns(id));
    throw error;
  }
}

interface FollowOptions {
  readonly json?: boolean | undefined;
  readonly account?: Account | undefined;
  readonly signal: AbortSignal;
}

function stillRuns(id: string): string {
  return [
    `Interrupted: ${id} goes on without you.`,
    `  Watch it again: ${FLEETBOOK} watch ${id}`,
    `  Stop it:        ${FLEETBOOK} stop ${id}`,
  ].join("\n");
}
