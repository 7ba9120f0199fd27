/** The directory and environment in which the SSM Agent on Linux starts every script. */
import type { NodeDescription } from "./description";
import type { MachineScript } from "./script";

/** The working directory of a script that names none. */
export const AGENT_DIRECTORY = "/usr/bin";

/** The document's and the agent's variables, and those that systemd sets for the agent. None come from this process. */
export function agentEnvironment(node: NodeDescription, script: MachineScript): Record<string, string> {
  return {
    ...script.environment,
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: "/root",
    USER: "root",
    LOGNAME: "root",
    SHELL: "/bin/bash",
    SSM_COMMAND_ID: script.commandId,
    AWS_SSM_INSTANCE_ID: node.instanceId,
    AWS_SSM_REGION_NAME: node.region,
    AWS_SSM_PLATFORM_NAME: node.platform.name,
    AWS_SSM_PLATFORM_VERSION: node.platform.version,
  };
}
