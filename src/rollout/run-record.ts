/**
 * A record in a stack's folder of the Terraform that runs there. If the rollout is killed, the next one reads from it whether
 * that Terraform still runs (then it waits), or died and may have left its state lock.
 */
import { execFile } from "node:child_process";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";

/** A Terraform that an earlier rollout started and did not see end. It no longer runs. */
export interface UnfinishedRun {
  /** `user@host`, as Terraform writes it into a lock. */
  readonly who: string;
  /** When it started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

const header = z.object({ who: z.string() });

/** Milliseconds by which the start time of a process may be wrong; some systems give whole seconds. */
const CLOCK_TOLERANCE = 2_000;

/** `user@host` of this process, in Terraform's spelling. */
export function thisUserAndHost(): string {
  return `${userInfo().username}@${hostname()}`;
}

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

/**
 * Whether the process that had this id at `startedAt` still runs. A process that got the same id later started later. A zombie
 * does not run (in a container it may never be reaped).
 */
export async function isStillRunning(pid: number, startedAt: number): Promise<boolean> {
  const found = process.platform === "linux" ? await processOfLinux(pid) : await processOfPs(pid);
  return found !== undefined && !found.dead && found.startedAt <= startedAt + CLOCK_TOLERANCE;
}

interface FoundProcess {
  readonly dead: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Reads /proc, because slim images have no `ps`. See proc_pid_stat(5). */
async function processOfLinux(pid: number): Promise<FoundProcess | undefined> {
  try {
    const [own, system] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile("/proc/stat", "utf8")]);
    // The second field is the program's name in parentheses, which may contain anything; the third is the state.
    const fields = own.slice(own.lastIndexOf(")") + 2).split(" ");
    const bootSeconds = Number(/^btime (\d+)$/m.exec(system)?.[1]);
    const ticks = Number(fields[19]);
    // Linux reports 100 ticks per second to user space on every architecture that Node.js supports.
    return { dead: fields[0] === "Z" || fields[0] === "X", startedAt: bootSeconds * 1000 + ticks * 10 };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function processOfPs(pid: number): Promise<FoundProcess | undefined> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "stat=", "-o", "lstart=", "-p", String(pid)], {
      env: { ...process.env, LC_ALL: "C" },
    });
    const [state = "", ...start] = stdout.trim().split(/\s+/);
    return { dead: state.startsWith("Z"), startedAt: Date.parse(start.join(" ")) };
  } catch (error) {
    // Exit status 1: there is no such process.
    if ((error as { readonly code?: unknown }).code === 1) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ESRCH";
}
