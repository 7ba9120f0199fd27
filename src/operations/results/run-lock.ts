/**
 * The lock of a run's folder, so that two collections do not write into it at the same time. It is a file with the process that has
 * it. The lock of a process that no longer runs is taken over.
 */
import { randomUUID } from "node:crypto";
import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { OperationError } from "../../diagnostics/errors";
import { shownPath } from "../../diagnostics/shown-path";
import { isStillRunning, thisUserAndHost } from "../../tools/processes";

const ownerSchema = z.strictObject({
  /** `user@host` */
  who: z.string(),
  pid: z.int(),
  /** Tells two locks of one process apart. */
  id: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

/** What the owner of a lock does with the run. */
type Work = "collects" | "starts";

const REMEDIES: Readonly<Record<Work, string>> = {
  collects: "Wait until it ends, or collect into another folder (--out).",
  starts: "Wait until it ends.",
};

export interface RunLock {
  release(): Promise<void>;
}

/** How long another process may need to take over a lock, in milliseconds. It takes far less. */
const TAKE_OVER_TIME = 2_000;

/**
 * @param file the lock's path, in a folder that exists
 * @param work what its owner does with the run
 * @throws OperationError if another process has it, or may have it on another machine
 */
export async function lockRun(file: string, work: Work = "collects"): Promise<RunLock> {
  const own: Owner = { who: thisUserAndHost(), pid: process.pid, id: randomUUID() };
  const release = async () => {
    if ((await read(file))?.id === own.id) await rm(file, { force: true });
  };
  const since = Date.now();
  while (!(await create(file, own))) {
    const found = await read(file);
    if (found === undefined) continue;
    if (found.who !== own.who || (await isStillRunning(found.pid, found.startedAt))) throw inUse(file, found, work);
    // Of several processes that see a dead owner's lock, the one with this file replaces it.
    const right = `${file}.${found.id}`;
    if (await create(right, own)) {
      try {
        if ((await read(file))?.id === found.id) await rm(file);
      } finally {
        await rm(right, { force: true });
      }
    } else if (Date.now() - since > TAKE_OVER_TIME) {
      // Its owner may have been killed while it took the lock over.
      throw inUse(right, (await read(right)) ?? found, work, true);
    } else {
      await sleep(20);
    }
  }
  return { release };
}

/** Makes the file with its whole content, so that nobody reads a part of it. @returns false if there is one */
async function create(file: string, owner: Owner): Promise<boolean> {
  const partial = `${file}.${randomUUID()}.new`;
  await writeFile(partial, `${JSON.stringify(owner)}\n`);
  try {
    await link(partial, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}

/** The owner, and when it took the lock; undefined if nobody has it. */
async function read(file: string): Promise<(Owner & { readonly startedAt: number }) | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    return { ...ownerSchema.parse(JSON.parse(text)), startedAt: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new OperationError({
      place: shownPath(file),
      message: "The lock of the run's folder is not one of Fleetbook's.",
      remedy: "Delete the file if no other process uses this run.",
    });
  }
}

/** @param mayBeDead whether it is not known that the process still runs */
function inUse(file: string, { who, pid }: Owner, work: Work, mayBeDead = who !== thisUserAndHost()): OperationError {
  const of = who === thisUserAndHost() ? "" : ` of ${who}`;
  return new OperationError({
    place: shownPath(file),
    message: `Another process ${work} this run: process ${pid}${of}.`,
    remedy: `${REMEDIES[work]}${mayBeDead ? " If it no longer runs, delete the file." : ""}`,
  });
}
