/** Runs npm in a folder. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { InterruptedError } from "../diagnostics/errors";

/** Bytes of output that are kept for the message. */
const LONGEST_OUTPUT = 64 * 2 ** 20;

interface InstallOptions {
  /** Absolute path of the folder with the package.json. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Installs a folder's packages without running their scripts.
 * @param args `ci` or `install`, and further arguments
 * @throws InterruptedError if the signal is aborted; an Error with what npm printed if it fails
 */
export async function installWithNpm(args: readonly string[], { folder, env, signal }: InstallOptions): Promise<void> {
  try {
    await promisify(execFile)("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund"], {
      ...{ cwd: folder, env, signal, maxBuffer: LONGEST_OUTPUT },
    });
  } catch (error) {
    if (signal.aborted) throw new InterruptedError("Interrupted while packages were installed: nothing was changed.");
    throw error;
  }
}
