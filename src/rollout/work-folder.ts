/** Where a command keeps what it synthesizes and what Terraform leaves there between two runs of it. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Fleet } from "../fleet/model";

/**
 * A folder for one command, fleet file and AWS endpoint: what an interrupted run left there must never be taken for
 * that of another fleet, nor a sandbox's for that of AWS.
 * @returns absolute path below `projectFolder`; it need not exist
 */
export function workFolder(command: string, projectFolder: string, fleet: Fleet, env: NodeJS.ProcessEnv): string {
  const target = createHash("sha256")
    .update(`${fleet.file}\n${env.AWS_ENDPOINT_URL ?? "aws"}`)
    .digest("hex");
  return join(projectFolder, ".fleetbook", `${command}-${target.slice(0, 12)}`);
}
