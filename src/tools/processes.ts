/** Whether the process of a record or a lock still runs. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { promisify } from "node:util";

/** Milliseconds by which the start time of a process may be wrong; some systems give whole seconds. */
const CLOCK_TOLERANCE = 2_000;

/** `user@host` of this process, in Terraform's spelling. */
export function thisUserAndHost(): string {
  return `${userInfo().username}@${hostname()}`;
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
