/** The folder in which a command keeps synthesized stacks and Terraform's files between two runs. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Fleet } from "../fleet/model";

/**
 * A folder for one command, fleet file and AWS endpoint. The files of an interrupted run must not be used for another fleet, nor
 * a sandbox's files for AWS.
 * @returns absolute path below `projectFolder`; it may not exist yet
 */
export function workFolder(command: string, projectFolder: string, fleet: Fleet, env: NodeJS.ProcessEnv): string {
  const target = createHash("sha256")
    .update(`${fleet.file}\n${env.AWS_ENDPOINT_URL ?? "aws"}`)
    .digest("hex");
  return join(projectFolder, ".fleetbook", `${command}-${target.slice(0, 12)}`);
}
