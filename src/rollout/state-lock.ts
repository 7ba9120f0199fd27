/**
 * Terraform's state lock: reading who holds it, and removing the one that a killed Terraform of ours left behind.
 */
import type { UnfinishedRun } from "./run-record";
import type { TerraformResult } from "./terraform";

/** What Terraform says about a lock. */
interface LockInfo {
  readonly id: string;
  /** `OperationTypeApply` and the like. */
  readonly operation: string;
  /** `user@host` */
  readonly who: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/**
 * Milliseconds after a Terraform's start in which it takes its lock. It does so first of all; a lock of the same
 * user that is younger belongs to another Terraform, which may well be alive.
 */
const TAKES_LOCK_WITHIN = 60_000;
const CLOCK_TOLERANCE = 2_000;

/** Reads the block `Lock Info:` that Terraform puts into its messages; undefined where there is none. */
export function parseLockInfo(text: string): LockInfo | undefined {
  const field = (name: string) => new RegExp(`^\\s*${name}:[ \\t]+(\\S.*?)\\s*$`, "m").exec(text)?.[1];
  const id = field("ID");
  const who = field("Who");
  const operation = field("Operation");
  // Go's way of writing a time: 2026-11-22 02:00:00.123456789 +0000 UTC
  const created = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? \+0000 UTC$/.exec(field("Created") ?? "");
  if (id === undefined || who === undefined || operation === undefined || created === null) return undefined;
  const [, date, time, fraction = ""] = created;
  return { id, who, operation, createdAt: Date.parse(`${date}T${time}${fraction.slice(0, 4)}Z`) };
}

/** Whether the lock is the one that this unfinished run took. */
export function isLockOf(run: UnfinishedRun, lock: LockInfo): boolean {
  const age = lock.createdAt - run.startedAt;
  return lock.who === run.who && age >= -CLOCK_TOLERANCE && age <= TAKES_LOCK_WITHIN;
}

/** An id that no lock has. */
const NO_LOCK = "00000000-0000-0000-0000-000000000000";

/**
 * Removes the lock that `run` left on an initialized stack, if there is one; a lock of anybody else stays. `terraform`
 * runs a Terraform command in the stack's folder. Asking to unlock an id that no lock has is the cheapest way to see
 * the lock: it starts no provider, and Terraform answers with the lock that it found.
 */
export async function removeLockOf(
  run: UnfinishedRun,
  terraform: (args: readonly string[]) => Promise<TerraformResult>,
  log: (line: string) => void,
): Promise<void> {
  const asked = await terraform(["force-unlock", "-force", NO_LOCK]);
  const lock = parseLockInfo(asked.stderr);
  if (lock === undefined || !isLockOf(run, lock)) return;
  const removed = await terraform(["force-unlock", "-force", lock.id]);
  if (removed.exitCode === 0) log(`removed the state lock that an earlier run left behind (${lock.id})`);
}
