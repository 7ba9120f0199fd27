/**
 * A record in a stack's folder of the Terraform that runs there. If the rollout is killed, the next one reads from it whether
 * that Terraform still runs (then it waits), or died and may have left its state lock.
 */
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isStillRunning, thisUserAndHost } from "../tools/processes";

/** A Terraform that an earlier rollout started and did not see end. It no longer runs. */
export interface UnfinishedRun {
  /** `user@host`, as Terraform writes it into a lock. */
  readonly who: string;
  /** When it started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

const header = z.object({ who: z.string() });

/**
 * Begins a record. The process itself appends its process id (see terraform.ts), so that Terraform never runs without a record.
 * A record without a process id belongs to a process that never ran.
 */
export async function beginRecord(file: string): Promise<void> {
  await writeFile(file, `${JSON.stringify({ who: thisUserAndHost() })}\n`);
}

export async function endRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}

/**
 * Finds a run that did not finish, and waits while it still runs on this machine.
 * @returns undefined if there is none, or if `signal` is aborted
 */
export async function earlierRun(
  file: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<UnfinishedRun | undefined> {
  const record = await readRecord(file);
  if (record === undefined) return undefined;
  let said = false;
  while (record.who === thisUserAndHost() && (await isStillRunning(record.pid, record.startedAt))) {
    if (signal.aborted) return undefined;
    if (!said) log(`waiting for the Terraform of an earlier run (process ${record.pid}) to finish`);
    said = true;
    await sleep(500);
  }
  return { who: record.who, startedAt: record.startedAt };
}

/** The process id of a recorded Terraform of this machine that still runs; undefined if there is none. */
export async function runningProcess(file: string): Promise<number | undefined> {
  const record = await readRecord(file);
  if (record === undefined || record.who !== thisUserAndHost()) return undefined;
  return (await isStillRunning(record.pid, record.startedAt)) ? record.pid : undefined;
}

async function readRecord(file: string) {
  let text: string;
  let startedAt: number;
  try {
    // The process itself writes its id last, so the file's modification time is when the process started.
    [text, startedAt] = await Promise.all([readFile(file, "utf8"), stat(file).then(({ mtimeMs }) => mtimeMs)]);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const [first = "", pid = ""] = text.split("\n");
  if (!/^\d+$/.test(pid)) return undefined;
  return { ...header.parse(JSON.parse(first)), pid: Number(pid), startedAt };
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ESRCH";
}
