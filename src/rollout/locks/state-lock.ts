/** Terraform's state lock: reads who has it, and removes a lock that a killed Terraform of an earlier run left behind. */
import type { UnfinishedRun } from "../run-record";
import type { TerraformResult } from "../terraform";
import { FLEETBOOK } from "../../diagnostics/called-as";

/** Terraform's information about a lock. */
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
 * Milliseconds after its start within which a Terraform takes its lock. A later lock of the same user belongs to another
 * Terraform, which may still run.
 */
const TAKES_LOCK_WITHIN = 60_000;
const CLOCK_TOLERANCE = 2_000;

/** Reads the block `Lock Info:` that Terraform puts into its messages; undefined if there is none. */
export function parseLockInfo(text: string): LockInfo | undefined {
  const field = (name: string) => new RegExp(`^\\s*${name}:[ \\t]+(\\S.*?)\\s*$`, "m").exec(text)?.[1];
  const id = field("ID");
  const who = field("Who");
  const operation = field("Operation");
  // Go's notation of a time: 2026-11-22 02:00:00.123456789 +0000 UTC
  const created = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? \+0000 UTC$/.exec(field("Created") ?? "");
  if (id === undefined || who === undefined || operation === undefined || created === null) return undefined;
  const [, date, time, fraction = ""] = created;
  return { id, who, operation, createdAt: Date.parse(`${date}T${time}${fraction.slice(0, 4)}Z`) };
}

/** Whether this unfinished run took the lock. */
export function isLockOf(run: UnfinishedRun, lock: LockInfo): boolean {
  const age = lock.createdAt - run.startedAt;
  return lock.who === run.who && age >= -CLOCK_TOLERANCE && age <= TAKES_LOCK_WITHIN;
}

/** An id that no lock has. */
const NO_LOCK = "00000000-0000-0000-0000-000000000000";

/**
 * Removes the lock that `run` left on an initialized stack. Other locks stay. Unlocking an id that no lock has is the cheapest
 * way to read the lock: it starts no provider, and Terraform's error message contains the existing lock.
 * @param terraform runs a Terraform command in the stack's folder
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

/** The command that releases a stack's lock. */
export function unlockCommandLine(stack: string, lockId: string): string {
  return `${FLEETBOOK} unlock ${stack} ${lockId}`;
}
