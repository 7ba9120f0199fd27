/**
 * Creates every account's state bucket through Terraform and keeps the bucket's own state in it. It is safe to run again after
 * any interruption: the state of the account, and not the content of the work folder, decides what is done.
 *
 * | killed                             | what is left                      | the next run                            |
 * |------------------------------------|-----------------------------------|-----------------------------------------|
 * | before the bucket is created       | perhaps a local state             | removes the local state, starts over    |
 * | while the bucket is being set up   | bucket, local state               | imports the bucket, sets it up again    |
 * | while the state is moved           | bucket, local state, perhaps lock | as above; removes the lock that it left |
 * | after that                         | bucket with its state             | finds nothing to do, or finishes        |
 * | while an existing one is imported  | bucket, perhaps part of its state | imports it if it is not in the state    |
 * | Terraform survives the run         | a running Terraform               | waits for it, then one of the above     |
 *
 * States that an earlier version of Fleetbook kept under other keys are moved first (move-states.ts).
 *
 * Setting up again is harmless: apart from the bucket itself, all of its settings are plain puts.
 */
import { access, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { OperationError } from "../diagnostics/errors";
import type { Account, Fleet } from "../fleet/model";
import { stackName, STATE_BUCKET_ADDRESS, stateKey } from "../fleet/names";
import { moveStates } from "./move-states";
import { NO_CHANGES } from "./output";
import type { AccountCredentials } from "./preflight";
import { earlierRun } from "./run-record";
import { rolloutFiles } from "./stack-folder";
import {
  changeStack,
  createRunner,
  failed,
  interrupted,
  STACKS_AT_ONCE,
  timed,
  type RolloutOptions,
  type StackResult,
  type StackRunner,
  type Step,
} from "./stack-run";
import { stateBucket, type StateBucket } from "./state-bucket";
import type { SynthesizedStack } from "./synthesize";

interface BootstrapOptions extends RolloutOptions {
  readonly fleet: Fleet;
  /** The credentials of every account, from the preflight. */
  readonly credentials: AccountCredentials;
  /** The state stacks (`state-<name>`), one for each account of `credentials`. */
  readonly stacks: readonly SynthesizedStack[];
}

/** Files that exist in a stack's folder only while its bucket is being created or imported. */
const temporary = {
  localBackend: "backend_override.tf.json",
  localState: "terraform.tfstate",
  imports: "import.tf.json",
};

/** Creates or completes the state buckets of all accounts, several at once. @returns the result for each account */
export async function bootstrap(options: BootstrapOptions): Promise<readonly StackResult[]> {
  const runner = createRunner(options);
  const limit = pLimit(STACKS_AT_ONCE);
  return Promise.all(
    [...options.credentials].map(([account, credentials]) =>
      limit(() => {
        const stack = options.stacks.find(({ name }) => name === stackName(account, "state"));
        if (stack === undefined) throw new Error(`no state stack was synthesized for account ${account.name}`);
        const bucket = stateBucket(options.fleet, account, credentials, options.env);
        return timed(stack.name, () => bootstrapAccount(runner, stack, bucket, account));
      }),
    ),
  );
}

async function bootstrapAccount(
  runner: StackRunner,
  stack: SynthesizedStack,
  bucket: StateBucket,
  account: Account,
): Promise<Step> {
  const { runRecord } = await rolloutFiles(stack.folder);
  const { signal } = runner.interruption;
  // A Terraform that survived an earlier run must end before its files are removed.
  await earlierRun(runRecord, (line) => runner.tell(stack, line), signal);
  if (signal.aborted) return interrupted();
  await clearUnfinished(stack.folder);
  try {
    if (!(await bucket.exists())) return await make(runner, stack, bucket);
    await moveStates(bucket, account, (line) => runner.tell(stack, line));
    if (!(await bucket.has(stateKey("state")))) {
      runner.tell(stack, `adopting bucket ${bucket.name}, which the account has already`);
    }
    return await complete(runner, stack, bucket);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    runner.tell(stack, "failed");
    return { outcome: "failed", changes: NO_CHANGES, problems: error.problems };
  }
}

/** Creates the bucket with a local state, because no bucket exists yet, and moves the state into the bucket. */
async function make(runner: StackRunner, stack: SynthesizedStack, bucket: StateBucket): Promise<Step> {
  const localBackend = join(stack.folder, temporary.localBackend);
  runner.tell(stack, `creating bucket ${bucket.name}`);
  await writeFile(localBackend, JSON.stringify({ terraform: { backend: { local: {} } } }));
  const made = await changeStack(runner, stack);
  if (made.outcome !== "changed") return made;
  if (runner.interruption.signal.aborted) return interrupted();

  await rm(localBackend);
  const moved = await runner.run(stack, ["init", "-migrate-state", "-force-copy", "-input=false", "-no-color"]);
  if (moved.exitCode !== 0) return failed(runner, stack, moved);
  if (!(await bucket.has(stateKey("state")))) {
    throw new OperationError({
      place: stack.name,
      message: `Terraform moved the state to the bucket ${bucket.name}, but it is not there.`,
      remedy: "Run bootstrap again: it imports the bucket.",
    });
  }
  await clearLocalState(stack.folder);
  return made;
}

/**
 * Applies the synthesized configuration to an existing bucket. If the bucket is not in the state, because somebody created it
 * by hand or an earlier run was killed, it is imported. If it is in the state, Terraform ignores the import.
 */
async function complete(runner: StackRunner, stack: SynthesizedStack, bucket: StateBucket): Promise<Step> {
  const imports = join(stack.folder, temporary.imports);
  await writeFile(imports, JSON.stringify({ import: [{ to: STATE_BUCKET_ADDRESS, id: bucket.name }] }));
  try {
    return await changeStack(runner, stack);
  } finally {
    await rm(imports, { force: true });
  }
}

/** Removes the files that an unfinished run left in the folder. A local state is never needed, as the table above shows. */
async function clearUnfinished(folder: string): Promise<void> {
  const signs = await Promise.all(
    [temporary.localBackend, temporary.localState].map((file) => exists(join(folder, file))),
  );
  // The folder is initialized for a local state, which Terraform would offer to move. `.terraform` is removed first, so that
  // the next run sees the other files if this one is killed too.
  if (signs.includes(true)) await rm(join(folder, ".terraform"), { recursive: true, force: true });
  await rm(join(folder, temporary.imports), { force: true });
  await rm(join(folder, temporary.localBackend), { force: true });
  await clearLocalState(folder);
}

async function clearLocalState(folder: string): Promise<void> {
  for (const file of ["terraform.tfstate.backup", ".terraform.tfstate.lock.info", "errored.tfstate"]) {
    await rm(join(folder, file), { force: true });
  }
  await rm(join(folder, temporary.localState), { force: true });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
