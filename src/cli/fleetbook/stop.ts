/** `fleetbook stop`: cancels or completes a run in every account. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { InterruptedError, OperationError } from "../../diagnostics/errors";
import { allAccounts } from "../../fleet/model";
import { interruptible } from "../../rollout/interrupt";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import { LiveProgress } from "./runs/live-progress";
import { openRuns } from "./runs/open-runs";
import { notes } from "../help/notes";

interface StopCommandOptions {
  readonly complete?: boolean;
  readonly out?: string;
  readonly fleet?: string;
}

export function stopCommand(): Command {
  return program("stop", "cancel a run in every account, and wait until it has stopped")
    .argument("<id>", "id of a run, or of an execution")
    .option("--complete", "let what runs finish, and start nothing more")
    .option("--out <dir>", "where runs are kept (default: out/runs)")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: ["stop ID", "stop ID --complete"],
        exitStatus: "0 everything has stopped; 1 something still runs; 2 wrong usage",
      }),
    )
    .action((id: string, options: StopCommandOptions) =>
      interruptible(
        () => log("stopping to wait"),
        ({ signal }) => stop(id, options, signal),
      ),
    );
}

async function stop(
  id: string,
  { complete = false, out, fleet: file }: StopCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const fleet = loadProjectFleet(readCatalogue(), file);
  const runs = await openRuns(fleet, out, signal);
  const live = new LiveProgress(fleet);
  try {
    const type = complete ? "Complete" : "Cancel";
    const { progress, running, unread } = await runs.stop(id, { type, onProgress: live.show });
    const { progressLine } = await import("../../operations/runs/show-progress");
    if (running.length === 0) console.log(progressLine(progress, new Date()));
    const names = new Map(allAccounts(fleet).map((account) => [account.id, account.name]));
    const problems = [...running, ...unread].map(({ accountId, region, instances, unread: reason }) => ({
      place: `account ${names.get(accountId) ?? accountId}, ${region}`,
      message:
        reason === undefined
          ? `It still runs: ${Object.entries(instances)
              .map(([status, count]) => `${count} ${status}`)
              .join(", ")}.`
          : `Whether it has stopped cannot be read: ${reason}.`,
      remedy: "Stop its execution with the account's own credentials: aws ssm stop-automation-execution.",
    }));
    if (problems.length > 0) throw new OperationError(...problems);
  } catch (error) {
    if (signal.aborted) throw new InterruptedError(`Interrupted: ${id} is being stopped, and AWS goes on with that.`);
    throw error;
  }
}
