/** Releases a state's lock whose owner is dead. Unlike `terraform force-unlock`, it needs no initialized folder. */
import { join } from "node:path";
import { ConfigurationError, OperationError, type Problem } from "../../diagnostics/errors";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { quoted } from "../../diagnostics/quoted";
import type { Fleet } from "../../fleet/model";
import { fleetStacks } from "../../fleet/stacks";
import { lockKey, lockOf, type BucketLock } from "./bucket-lock";
import { preflight } from "../preflight";
import { runningProcess } from "../run-record";
import { stateBucket, type StateBucket } from "../state-bucket";
import { unlockCommandLine } from "./state-lock";
import { rolloutPaths } from "../stack-folder";
import type { StackState } from "../stack-states";
import { workFolder } from "../work-folder";
import { FLEETBOOK } from "../../diagnostics/called-as";

interface UnlockOptions {
  readonly fleet: Fleet;
  /** The folder of `cdktf.json`. */
  readonly projectFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Name of the stack. */
  readonly stack: string;
  /** Id of the lock; any other lock stays. */
  readonly lockId: string;
}

/**
 * Releases the lock of a stack's state.
 * @returns the lock, or undefined if the state is not locked
 * @throws ConfigurationError if the fleet has no such stack; OperationError if somebody else has the lock now, or if the Terraform
 *   that has it still runs on this machine
 */
export async function unlock({
  fleet,
  projectFolder,
  env,
  stack,
  lockId,
}: UnlockOptions): Promise<BucketLock | undefined> {
  const stacks = fleetStacks(fleet);
  const found = stacks.find(({ name }) => name === stack);
  if (found === undefined) {
    const names = stacks.map(({ name }) => name);
    throw new ConfigurationError({
      message: `The fleet has no stack ${quoted(stack)}.`,
      remedy: didYouMean(stack, names, `${FLEETBOOK} stacks names every stack and every lock.`),
    });
  }
  const credentials = (await preflight(fleet, env, [found.account])).get(found.account);
  if (credentials === undefined) throw new Error(`no credentials for ${found.account.name}`);
  const folder = join(workFolder("rollout", projectFolder, fleet, env), "cdktf.out", "stacks", stack);
  const owner = await runningProcess(rolloutPaths(folder).runRecord);
  return releaseLock(stateBucket(fleet, found.account, credentials, env), { stack, key: found.key, lockId, owner });
}

/** The command that releases the lock of a state: that of `unlock` only if the fleet has the stack, because it knows no other. */
export function releaseCommandLine(
  fleet: Fleet,
  { stack, account, bucket, key }: Pick<StackState, "stack" | "account" | "bucket" | "key">,
  lockId: string,
): string {
  const isOfFleet = fleetStacks(fleet).some((own) => own.account.id === account.id && own.key === key);
  return isOfFleet ? unlockCommandLine(stack, lockId) : `aws s3 rm s3://${bucket}/${lockKey(key)}`;
}

interface Release {
  readonly stack: string;
  /** Key of the state. */
  readonly key: string;
  readonly lockId: string;
  /** Process id of a Terraform that works on the stack on this machine. */
  readonly owner: number | undefined;
}

/** Releases a lock in a bucket. */
export async function releaseLock(
  bucket: StateBucket,
  { stack, key, lockId, owner }: Release,
): Promise<BucketLock | undefined> {
  const lock = await lockOf(bucket, key);
  if (lock === undefined) return undefined;
  if (lock.id !== lockId) throw new OperationError(otherLock(stack, lock));
  if (owner !== undefined) throw new OperationError(stillRuns(stack, owner));
  await bucket.remove(lockKey(key));
  return lock;
}

function otherLock(stack: string, { id, who, created }: BucketLock): Problem {
  return {
    place: stack,
    message: `The state has another lock now: ${id}, by ${who} since ${created.toISOString()}.`,
    remedy: `Wait until that run ends. If it no longer runs: ${unlockCommandLine(stack, id)}.`,
  };
}

function stillRuns(stack: string, pid: number): Problem {
  return {
    place: stack,
    message: `The Terraform that works on this stack still runs on this machine (process ${pid}).`,
    remedy: `Wait until it ends; to stop it in an orderly manner: kill -INT ${pid}.`,
  };
}
