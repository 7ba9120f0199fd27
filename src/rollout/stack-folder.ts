/**
 * The rollout's own files in a stack's folder. They are in a subfolder that Terraform does not read, and that only its owner can
 * read, because a plan contains secrets.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

interface RolloutFiles {
  /** Terraform's stdout while it runs. */
  readonly output: string;
  readonly errors: string;
  /** The saved plan, between plan and apply. */
  readonly plan: string;
  /** The record of a Terraform that has the state lock or is about to take it. */
  readonly runRecord: string;
}

/** The rollout's files for a stack. Creates their folder if it is missing. */
export async function rolloutFiles(stackFolder: string): Promise<RolloutFiles> {
  await mkdir(folderIn(stackFolder), { recursive: true, mode: 0o700 });
  return rolloutPaths(stackFolder);
}

/** Where the rollout's files for a stack are, whether their folder exists or not. */
export function rolloutPaths(stackFolder: string): RolloutFiles {
  const folder = folderIn(stackFolder);
  return {
    output: join(folder, "output"),
    errors: join(folder, "errors"),
    plan: join(folder, "plan"),
    runRecord: join(folder, "run"),
  };
}

function folderIn(stackFolder: string): string {
  return join(stackFolder, ".fleetbook");
}
