/**
 * Where the rollout keeps its own files inside a stack's folder: a subfolder that Terraform does not read and
 * that only its owner can, because a plan holds secrets.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

interface RolloutFiles {
  /** What Terraform prints while it runs. */
  readonly output: string;
  readonly errors: string;
  /** The saved plan, between plan and apply. */
  readonly plan: string;
  /** The record of a Terraform that holds, or is about to take, the state lock. */
  readonly runRecord: string;
}

/** The rollout's files for a stack; makes their folder where it is missing. */
export async function rolloutFiles(stackFolder: string): Promise<RolloutFiles> {
  const folder = join(stackFolder, ".fleetbook");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    output: join(folder, "output"),
    errors: join(folder, "errors"),
    plan: join(folder, "plan"),
    runRecord: join(folder, "run"),
  };
}
