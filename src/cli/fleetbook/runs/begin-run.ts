/** Starts a run and says its id; with --wait it is followed to its end. For `start`, `start --resume` and `retry`. */
import type { Command } from "commander";
import { ConfigurationError, InterruptedError } from "../../../diagnostics/errors";
import type { Fleet } from "../../../fleet/model";
import type { Runs, StartHooks } from "../../../operations/runs/runs";
import { confirmed, hasTerminal } from "../../confirm";
import { log } from "../../log";
import type { ExitStatus } from "../../run";
import { follow } from "./follow";
import { LiveProgress } from "./live-progress";
import { FLEETBOOK } from "../../../diagnostics/called-as";
import { notes } from "../../help/notes";

export interface BeginOptions {
  readonly wait?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly out?: string;
  readonly fleet?: string;
}

export function withBeginOptions(command: Command, examples: readonly string[]): Command {
  return command
    .option("-w, --wait", "follow it to its end; the exit status is then the run's")
    .option("-y, --yes", "do not ask")
    .option("--json", "print the run as JSON")
    .option("--out <dir>", "where runs are kept (default: out/runs)")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples,
        exitStatus: "0 started, with --wait also succeeded; 1 not; 2 wrong usage or declined; 130 interrupted",
      }),
    );
}

/** @throws ConfigurationError if a person has to be asked and nobody can be */
export function checkCanAsk({ yes = false }: BeginOptions): void {
  if (yes || hasTerminal()) return;
  throw new ConfigurationError({
    message: "Nobody can be asked whether to start: this is no terminal.",
    remedy: `Look at what would happen (${FLEETBOOK} preview …), then add --yes.`,
  });
}

/** @param lines what starts, and within which limits. @throws ConfigurationError if the user declines */
export async function askToStart(
  lines: readonly string[],
  { yes = false }: BeginOptions,
  signal: AbortSignal,
): Promise<void> {
  for (const line of lines) log(line);
  if (yes || (await confirmed("Start?", signal))) return;
  throw new ConfigurationError({ message: "Not confirmed, so nothing was started.", remedy: "Answer y to start." });
}

/** @param work starts the run and returns its id */
export async function beginRun(
  fleet: Fleet,
  runs: Runs,
  { wait = false, yes = false, json = false }: BeginOptions,
  signal: AbortSignal,
  work: (hooks: StartHooks) => Promise<string>,
): Promise<ExitStatus> {
  const { waveLines } = await import("../../../operations/runs/show-progress");
  const live = new LiveProgress(fleet);
  let planned: string | undefined;
  let id: string;
  try {
    id = await work({
      onPlanned: (runId) => (planned = runId),
      ...waveLines(live.say),
      onProgress: live.show,
      onTrouble: live.trouble,
      confirm: yes || !hasTerminal() ? undefined : (question) => confirmed(question, signal),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new InterruptedError(planned === undefined ? "Interrupted: nothing was started." : goesOn(planned));
  }
  if (wait) {
    log(id);
    return follow(fleet, runs, id, { json, signal });
  }
  const { executionIds } = await runs.find(id);
  console.log(json ? JSON.stringify({ runId: id, executionIds }, undefined, 2) : id);
  log(`Follow it: ${FLEETBOOK} watch ${id}`);
  return 0;
}

function goesOn(runId: string): string {
  return [
    `Interrupted: what has started of ${runId} runs, and nothing more is started.`,
    `  Go on with it: ${FLEETBOOK} start --resume ${runId}`,
    `  Stop it:       ${FLEETBOOK} stop ${runId}`,
  ].join("\n");
}
