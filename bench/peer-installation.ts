/** The peer's packages, which are installed with the first measurement that needs them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { OperationError } from "../src/diagnostics/errors";
import { findProgram, lastLines, runProgram } from "../src/tools/programs";
import type { ToolContext } from "../src/tools/tool-context";

const FOLDER = join(__dirname, "peer");
const PACKAGE = join(FOLDER, "node_modules", "@cdklabs", "cdk-ssm-documents", "package.json");
const TIMEOUT_SECONDS = 15 * 60;

/** @throws OperationError if they cannot be installed */
export async function installPeer({ env, log }: ToolContext): Promise<void> {
  if (existsSync(PACKAGE)) return;
  log(`Installing what Fleetbook is compared with into ${FOLDER} (npm ci).`);
  const npm = findProgram("npm", env) ?? "npm";
  // Nothing of it needs to be built, so that no script of a package has to run.
  const installed = await runProgram(npm, ["ci", "--ignore-scripts", "--prefix", FOLDER], {
    env,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  if (installed.failure === undefined) return;
  throw new OperationError({
    place: FOLDER,
    message: `npm ci ${installed.failure}:\n${lastLines(installed)}`,
    remedy: "Run `npm ci --ignore-scripts` there by hand; without network, measure `fleet` alone, which needs no peer.",
  });
}
