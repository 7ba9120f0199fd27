/**
 * A record, in a stack's folder, of the Terraform that is at work there. If the rollout is killed, the next one
 * learns from it whether that Terraform still runs (then it waits), or died and may have left its state lock.
 */
import { execFile } from "node:child_process";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";

/** A Terraform that an earlier rollout started and never saw the end of. It runs no more. */
export interface UnfinishedRun {
  /** `user@host`, as Terraform writes it into a lock. */
  readonly who: string;
  /** When it started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

const header = z.object({ who: z.string() });

/** Milliseconds by which a process's start, known in whole seconds on some systems, may be off. */
const CLOCK_TOLERANCE = 2_000;

/** `user@host` of this process, in Terraform's spelling. */
export function thisUserAndHost(): string {
  return `${userInfo().username}@${hostname()}`;
}

/**
 * Begins a record. The process id is not in it yet: the process itself appends it (see terraform.ts), so that no
 * moment is left in which Terraform runs without a record. A record without a process id is of one that never ran.
 */
export async function beginRecord(file: string): Promise<void> {
  await writeFile(file, `${JSON.stringify({ who: thisUserAndHost() })}\n`);
}

export async function endRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}

/**
 * Looks for a run that was never finished, and waits while it is still alive on this machine. Gives undefined when
 * there is none, or when `signal` is aborted meanwhile.
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

async function readRecord(file: string) {
  let text: string;
  let startedAt: number;
  try {
    // Its last write is the process id, made by the process itself: that is when the process started.
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
 * Whether the process that had this id at `startedAt` still runs. A process that got the id later started later;
 * one that is dead and only waits to be reaped (which in a container may never happen) does not run.
 */
async function isStillRunning(pid: number, startedAt: number): Promise<boolean> {
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
    // The second field is the program's name in parentheses, which may hold anything; the third is the state.
    const fields = own.slice(own.lastIndexOf(")") + 2).split(" ");
    const bootSeconds = Number(/^btime (\d+)$/m.exec(system)?.[1]);
    const ticks = Number(fields[19]);
    // Linux shows user space 100 ticks a second on every architecture that Node.js runs on.
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
