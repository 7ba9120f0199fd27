/** Follows a run to its end. Lost connections, throttling and expired credentials do not end it: they are told, and it goes on. */
import type { FoundExecution } from "../collect/find-execution";
import type { Readers } from "../collect/ports";
import { passes, UnreadableError } from "../collect/unreadable";
import type { Clock } from "./ports";
import { ProgressReader, type Progress } from "./progress";

export interface WatchOptions {
  readonly executions: readonly FoundExecution[];
  readonly readers: Readers;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Receives why nothing can be read for the moment, and what to do. */
  readonly onTrouble?: (message: string, remedy: string) => void;
}

/** Milliseconds between two readings: short ones first, because many runs take seconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;
/** Milliseconds until the next reading when AWS does not answer. */
const TROUBLE_PAUSE = 10_000;

/**
 * @returns how the run ended
 * @throws the signal's reason when it is aborted; UnreadableError if AWS refuses to show the executions
 */
export async function watchRun(options: WatchOptions): Promise<Progress> {
  const { executions, readers, clock, signal, onProgress, onTrouble } = options;
  const reader = new ProgressReader(readers);
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    signal?.throwIfAborted();
    try {
      const progress = await reader.read(executions);
      onProgress?.(progress);
      if (progress.ended) return progress;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof UnreadableError) || !passes(error)) throw error;
      onTrouble?.(error.message, error.remedy);
      pause = TROUBLE_PAUSE;
    }
    await clock.wait(pause, signal);
  }
}
