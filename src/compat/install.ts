/** Installs a copy's packages with npm. */
import { OperationError, InterruptedError } from "../diagnostics/errors";
import { installWithNpm } from "../tools/npm";

/** Some packages ask for a newer Node than they need. npm hands the settings of an `npm run` on, so all that matter are named. */
const SETTINGS = ["--no-engine-strict", "--no-package-lock", "--loglevel=warn"];

/** @throws OperationError with what npm printed; InterruptedError */
export async function installPackages(folder: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  try {
    await installWithNpm(["install", ...SETTINGS], { folder, env, signal });
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    throw new OperationError({
      place: folder,
      message: `npm install failed: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "Check that the npm registry answers, and run the command again.",
    });
  }
}
