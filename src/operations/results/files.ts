/** The files of a run's folder. */
import { join } from "node:path";

export interface RunFiles {
  readonly folder: string;
  readonly run: string;
  readonly results: string;
  readonly journal: string;
  readonly outputs: string;
  /** What a run starts, if Fleetbook has started it. */
  readonly plan: string;
  /** What became of it: one event in each line. */
  readonly events: string;
  /** There while a process starts the run. */
  readonly startLock: string;
  /** There while a process collects. */
  readonly lock: string;
}

/** @param folder `out/runs/<id>` */
export function runFiles(folder: string): RunFiles {
  return {
    folder,
    run: join(folder, "run.json"),
    results: join(folder, "results.jsonl"),
    journal: join(folder, "journal.jsonl"),
    outputs: join(folder, "outputs"),
    plan: join(folder, "plan.json"),
    events: join(folder, "events.jsonl"),
    startLock: join(folder, "start-lock.json"),
    lock: join(folder, "lock.json"),
  };
}
