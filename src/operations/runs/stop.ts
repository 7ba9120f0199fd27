/** Stops a run: every part, and with it every child in every account. Waits, and says what did not stop. */
import type { FoundExecution } from "../collect/find-execution";
import type { Readers } from "../collect/ports";
import { hasEnded } from "../collect/records";
import { UnreadableError } from "../collect/unreadable";
import type { Clock, RunControl } from "./ports";
import { ProgressReader, type PlaceProgress, type Progress } from "./progress";
import type { RunStore } from "./store";

export interface StopOptions {
  /** Undefined: it was not started on this machine. */
  readonly store: RunStore | undefined;
  readonly executions: readonly FoundExecution[];
  readonly control: Pick<RunControl, "stop">;
  readonly readers: Readers;
  readonly clock: Clock;
  /** Cancel what runs, or let what runs finish and start nothing more. */
  readonly type: "Cancel" | "Complete";
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Stopped {
  readonly progress: Progress;
  /** Where something still runs. */
  readonly running: readonly PlaceProgress[];
  /** Accounts that could not be read, so that nobody knows. */
  readonly unread: readonly PlaceProgress[];
}

/** Milliseconds that a cancelled execution may take: its onCancel steps have two minutes. */
const PATIENCE = 150_000;
const PAUSE = 1_000;

/** @throws UnreadableError if AWS refuses */
export async function stopRun(options: StopOptions): Promise<Stopped> {
  const { store, executions, control, clock, type } = options;
  // First on disk, so that a process that still starts parts of it sees it.
  await store?.record({ event: "stopped" }, clock.now());
  for (const { execution } of executions) {
    if (hasEnded(execution.AutomationExecutionStatus)) continue;
    await control.stop(execution.AutomationExecutionId ?? "", type).catch((error: unknown) => {
      // It has ended in the meantime.
      if (!(error instanceof UnreadableError) || !/InvalidAutomationStatusUpdate/.test(error.message)) throw error;
    });
  }
  return untilStopped(options);
}

async function untilStopped({ executions, readers, clock, type, signal, onProgress }: StopOptions): Promise<Stopped> {
  const deadline = clock.now().getTime() + PATIENCE;
  for (;;) {
    // A new reader each time: children may run longer than AWS's step for their account.
    const progress = await new ProgressReader(readers).read(executions);
    onProgress?.(progress);
    const running = progress.places.filter((place) => place.unread === undefined && runs(place, progress));
    const isOver = progress.ended && running.length === 0;
    if (isOver || (type === "Cancel" && clock.now().getTime() >= deadline)) {
      return { progress, running, unread: progress.places.filter(({ unread }) => unread !== undefined) };
    }
    await clock.wait(PAUSE, signal);
  }
}

/** Once its parent has ended, AWS starts nothing that is pending. */
function runs({ status, instances }: PlaceProgress, { ended }: Progress): boolean {
  const isOpen = (each: string): boolean => !hasEnded(each) && !(ended && each === "Pending");
  return isOpen(status) || Object.keys(instances).some(isOpen);
}
