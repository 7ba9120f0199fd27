/**
 * Carries out a run, wave by wave. A wave that does not hold ends it before the next one. Each decision goes to disk, so that a
 * run that was interrupted goes on where it was.
 */
import { counted } from "../../diagnostics/counted";
import { OperationError } from "../../diagnostics/errors";
import type { Fleet } from "../../fleet/model";
import { findExecution, type FoundExecution } from "../collect/find-execution";
import type { Readers } from "../collect/ports";
import type { AlarmReader } from "./alarms";
import { gateFault } from "./gates";
import type { Clock, RunControl } from "./ports";
import type { Progress } from "./progress";
import { startParts } from "./start-parts";
import type { RunStore } from "./store";
import { watchRun } from "./watch";
import { FLEETBOOK } from "../../diagnostics/called-as";

export interface CarryOutHooks {
  readonly onStarted?: (wave: string, executionIds: readonly string[]) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly onTrouble?: (message: string, remedy: string) => void;
  readonly onHeld?: (wave: string) => void;
  /** Asks a person whether the next wave starts; undefined: nobody can be asked. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
}

export interface CarryOutOptions extends CarryOutHooks {
  readonly fleet: Fleet;
  readonly run: RunStore;
  readonly control: RunControl;
  readonly readers: Readers;
  readonly clock: Clock;
  readonly alarms: AlarmReader;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts every part that has not started. It returns when the last wave has started; earlier waves have then ended and held.
 * @throws OperationError if AWS refuses a part, or a wave does not hold
 */
export async function carryOut(options: CarryOutOptions): Promise<void> {
  const { run } = options;
  await run.exclusively(async () => {
    checkGoesOn(options);
    for (const [wave, { name }] of run.plan.waves.entries()) {
      if (run.events.some((event) => event.event === "held" && event.wave === wave)) continue;
      const { control, clock, signal, onTrouble } = options;
      const ids = await startParts({
        ...{ run, control, clock, signal, wave },
        onWaiting: (message) => onTrouble?.(message, "The run goes on when AWS answers."),
      });
      options.onStarted?.(name, ids);
      if (wave < run.plan.waves.length - 1) await untilItHolds(options, wave, ids);
    }
  });
}

async function untilItHolds(options: CarryOutOptions, wave: number, ids: readonly string[]): Promise<void> {
  const { fleet, run, readers, clock } = options;
  const { name = "", gate } = run.plan.waves[wave] ?? {};
  const executions = await Promise.all(ids.map((id) => findAgain(options, fleet, readers, id)));
  const progress = await watchRun({ ...options, executions });
  const reason = gate === undefined ? undefined : await gateFault({ ...options, gate, wave: name, progress });
  if (reason === undefined) {
    await run.record({ event: "held", wave }, clock.now());
    options.onHeld?.(name);
    return;
  }
  await run.record({ event: "not-held", wave, reason }, clock.now());
  throw notHeld(run, wave, reason);
}

/** AWS may take a moment to show an execution that it has just started. */
async function findAgain(
  { signal, clock }: CarryOutOptions,
  fleet: Fleet,
  readers: Readers,
  id: string,
): Promise<FoundExecution> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await findExecution(fleet, readers, fleet.administratorAccount, id);
    } catch (error) {
      if (attempt >= 5) throw error;
      await clock.wait(1_000 * 2 ** attempt, signal);
    }
  }
}

/** @throws OperationError if one of its waves did not hold */
function checkGoesOn({ run }: CarryOutOptions): void {
  for (const event of run.events) {
    if (event.event === "not-held") throw notHeld(run, event.wave, event.reason);
  }
}

function notHeld(run: RunStore, wave: number, reason: string): OperationError {
  const { runId, waves, parts } = run.plan;
  const later = parts.filter((part) => part.wave > wave).flatMap(({ places }) => places);
  const accounts = new Set(later.map(({ accountId }) => accountId)).size;
  const names = waves.slice(wave + 1).map(({ name }) => name);
  return new OperationError({
    place: runId,
    message: `The wave ${waves[wave]?.name ?? ""} did not hold: ${reason}. Nothing of the later waves was touched: ${names.join(", ")} (${counted(accounts, "account")}).`,
    remedy: `See why: ${FLEETBOOK} report ${runId}. Run the rest once it is mended: ${FLEETBOOK} retry ${runId} --failed --unreached.`,
  });
}
