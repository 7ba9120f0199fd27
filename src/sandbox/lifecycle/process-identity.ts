/** Identifies a process by pid and start time, so that a later process with the same pid is never ended by mistake. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A process, distinguishable from others that had or will have its pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in the operating system's format. */
  readonly startedAt: string;
}

/** The identity of a running process. Undefined if no process has this pid. */
export async function processIdentity(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = process.platform === "linux" ? await startOnLinux(pid) : await startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this process is still running. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await processIdentity(identity.pid))?.startedAt === identity.startedAt;
}

/** Ends this process with SIGTERM, then with SIGKILL, and waits until it has ended. Does nothing if it already has. */
export async function endProcess(identity: ProcessIdentity, patienceMilliseconds: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!(await isAlive(identity))) return;
    send(identity.pid, signal);
    if (await isGoneWithin(identity, patienceMilliseconds)) return;
  }
}

/** Waits for the process to end by itself. @returns whether it did. */
export async function isGoneWithin(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (await isAlive(identity)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // The process ended between the check and the signal.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The boot id and the clock ticks from boot to start. Slim containers have no `ps`. */
async function startOnLinux(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, "utf8"),
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    ]);
    // The command's name in parentheses may contain anything. The fields after it begin with the third.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const hasEnded = fields[0] === "Z" || fields[0] === "X";
    return hasEnded ? undefined : `${boot.trim()} ${fields[19] ?? ""}`;
  } catch {
    // No such process, or it ended while being read.
    return undefined;
  }
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)], { env: { ...process.env, LC_ALL: "C" } });
    return stdout.trim() || undefined;
  } catch {
    // ps fails if no process has this pid.
    return undefined;
  }
}
