/**
 * One plan or apply at a time in a work folder: two would write the same files of Terraform. Other machines and other checkouts
 * have folders of their own; there, Terraform's state lock keeps them apart.
 */
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InterruptedError, OperationError } from "../../diagnostics/errors";
import { isStillRunning } from "../../tools/processes";

interface OneAtATimeOptions {
  readonly folder: string;
  /** `plan`, `apply` */
  readonly command: string;
  readonly waitSeconds: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Other {
  readonly pid: number;
  readonly command: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Runs the work when no other process works in the folder. A process that was killed does not count.
 * @throws OperationError if another one still does after the wait
 */
export async function oneAtATime<T>(options: OneAtATimeOptions, work: () => Promise<T>): Promise<T> {
  const runs = join(options.folder, "runs");
  await mkdir(runs, { recursive: true, mode: 0o700 });
  const own = join(runs, String(process.pid));
  const until = Date.now() + options.waitSeconds * 1000;
  try {
    for (let said = false; ; said = true) {
      // The file comes before the look at the others, so that of two that come together at least one sees the other.
      await writeFile(own, options.command);
      const { mtimeMs } = await stat(own);
      const other = (await others(runs)).find(({ since }) => since <= mtimeMs);
      if (other === undefined) break;
      await rm(own, { force: true });
      if (Date.now() >= until) throw inUse(other);
      if (!said) options.log(`waiting for another ${other.command} of this project (process ${other.pid}) to end`);
      await sleep(POLL + Math.random() * POLL, undefined, { signal: options.signal }).catch(() => undefined);
      if (options.signal.aborted) throw new InterruptedError("Interrupted: nothing was changed.");
    }
    return await work();
  } finally {
    await rm(own, { force: true });
  }
}

/** Milliseconds. */
const POLL = 300;

async function others(runs: string): Promise<readonly Other[]> {
  const found = await Promise.all(
    (await readdir(runs)).map(async (name) => {
      const pid = Number(name);
      if (!Number.isInteger(pid) || pid === process.pid) return [];
      const file = join(runs, name);
      try {
        const [command, { mtimeMs }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
        if (await isStillRunning(pid, mtimeMs)) return [{ pid, command, since: mtimeMs }];
        await rm(file, { force: true });
      } catch (error) {
        // It has just ended.
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
      return [];
    }),
  );
  return found.flat();
}

function inUse({ pid, command, since }: Other): OperationError {
  return new OperationError({
    message: `Another ${command} of this project (process ${pid}) has been running since ${new Date(since).toISOString()}.`,
    remedy: "Wait until it ends, or stop it with Ctrl-C in its terminal. --lock-timeout waits longer.",
  });
}
