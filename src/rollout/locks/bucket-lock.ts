/**
 * Terraform's lock of a state in S3: an object beside the state, which S3 creates only if there is none. Fleetbook takes it while
 * it moves a state, and reads it to say who has it. Format: internal/backend/remote-state/s3/client.go in Terraform.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { OperationError, type Problem } from "../../diagnostics/errors";
import { isStillRunning, thisUserAndHost } from "../../tools/processes";
import type { StateBucket } from "../state-bucket";

/** What a lock says about whoever has it. */
export interface BucketLock {
  readonly id: string;
  /** `user@host` */
  readonly who: string;
  /** `OperationTypeApply`, or Fleetbook's own. */
  readonly operation: string;
  readonly info: string;
  readonly created: Date;
}

/** What an own lock is for; `Info` then has the process id. */
const MOVE = "fleetbook bootstrap";

const format = z.object({
  ID: z.string(),
  Operation: z.string().default(""),
  Info: z.string().default(""),
  Who: z.string().default(""),
  Created: z.coerce.date(),
});

const LOCK_SUFFIX = ".tflock";

/** Key of the lock of the state with this key. */
export function lockKey(stateKey: string): string {
  return stateKey + LOCK_SUFFIX;
}

/** The lock of a state; undefined if it is not locked. @throws Error if the lock's content is not Terraform's */
export async function lockOf(bucket: StateBucket, stateKey: string): Promise<BucketLock | undefined> {
  const found = await bucket.read(lockKey(stateKey));
  if (found === undefined) return undefined;
  const { ID, Operation, Info, Who, Created } = format.parse(JSON.parse(found.text));
  return { id: ID, operation: Operation, info: Info, who: Who, created: Created };
}

/**
 * Runs `work` with the locks of all these states, and releases them.
 * @throws OperationError if somebody has one of the locks
 */
export async function withLocks<T>(
  bucket: StateBucket,
  place: string,
  stateKeys: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const taken: string[] = [];
  try {
    for (const key of stateKeys) {
      await take(bucket, place, key);
      taken.push(key);
    }
    return await work();
  } finally {
    for (const key of taken) await bucket.remove(lockKey(key));
  }
}

/** Removes the locks that a killed bootstrap of this user on this machine left. @param keys of the bucket's objects */
export async function removeLeftLocks(bucket: StateBucket, keys: readonly string[]): Promise<void> {
  for (const key of keys.filter((each) => each.endsWith(LOCK_SUFFIX))) {
    const lock = await lockOf(bucket, key.slice(0, -LOCK_SUFFIX.length));
    if (lock !== undefined && (await isLeft(lock))) await bucket.remove(key);
  }
}

async function take(bucket: StateBucket, place: string, stateKey: string): Promise<void> {
  const lock = JSON.stringify({
    ...{ ID: randomUUID(), Operation: MOVE, Info: String(process.pid), Who: thisUserAndHost(), Version: "" },
    ...{ Created: new Date().toISOString(), Path: `${bucket.name}/${stateKey}` },
  });
  if (await bucket.write(lockKey(stateKey), lock, undefined)) return;
  throw new OperationError(lockedProblem(place, bucket.name, stateKey, await lockOf(bucket, stateKey)));
}

/** Whether a bootstrap of this user on this machine took the lock and no longer runs. */
async function isLeft({ operation, who, info, created }: BucketLock): Promise<boolean> {
  return operation === MOVE && who === thisUserAndHost() && !(await isStillRunning(Number(info), created.getTime()));
}

function lockedProblem(place: string, bucket: string, stateKey: string, lock: BucketLock | undefined): Problem {
  const holder = lock === undefined ? "somebody" : `${lock.who} since ${lock.created.toISOString()}`;
  return {
    place,
    message: `The state ${stateKey} is locked by ${holder}, so it cannot be moved.`,
    remedy: `Wait until that run ends. If it no longer runs, delete the lock: aws s3 rm s3://${bucket}/${lockKey(stateKey)}.`,
  };
}
