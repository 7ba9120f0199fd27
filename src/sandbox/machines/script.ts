/** A script for a node and its result, as the SSM Agent's plugins that run scripts have them. */

import type { JsonObject } from "../../document/json";

/** The plugins that run a script. */
type ScriptPlugin = "aws:runShellScript" | "aws:runPowerShellScript";
/** The agent's other plugins, and `patches`: the steps of AWS-RunPatchBaseline, whose scripts download a program on AWS. */
export type AgentPlugin = "aws:softwareInventory" | "aws:configurePackage" | "aws:updateSsmAgent" | "patches";

export interface MachineScript {
  readonly plugin: ScriptPlugin | AgentPlugin;
  /** The inputs of an agent's plugin, which has no commands. */
  readonly inputs?: JsonObject;
  /** Whether State Manager has sent it. */
  readonly byAssociation?: boolean;
  readonly commands: readonly string[];
  /** Variables that the document sets, beside the agent's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** An absolute path. Empty means the agent's own directory. */
  readonly workingDirectory: string;
  /** Seconds after which the script and its processes are killed. */
  readonly timeoutSeconds: number;
  /** Whether the outputs are needed beyond the agent's limits. */
  readonly keepsAll: boolean;
  readonly commandId: string;
  readonly instanceId: string;
}

export interface ScriptResult {
  /** 137 if the script was ended from outside. */
  readonly exitCode: number;
  /** At most 24,000 characters. */
  readonly stdout: string;
  /** At most 8,000 characters. */
  readonly stderr: string;
  /** The outputs without the agent's limits, if the script keeps all. */
  readonly whole?: { readonly stdout: string; readonly stderr: string };
  readonly ended: "exited" | "timed-out" | "cancelled";
}

/** 128 + SIGKILL: the exit code that the agent reports for a script that it killed. */
export const ENDED_FROM_OUTSIDE = 137;
/** A success after which the agent skips the document's remaining steps and drops standard error. */
const SKIP_THE_REST = 168;
/** The agent restarts the machine and runs the script again. */
export const REBOOT_LINUX = 194;

/** The result of a script that ended by itself, with the agent's remark if it failed. */
export function exited(exitCode: number, stdout: string, stderr: string): ScriptResult {
  const said =
    exitCode === 0
      ? stderr
      : exitCode === SKIP_THE_REST
        ? ""
        : `${stderr}failed to run commands: exit status ${exitCode}`;
  return { exitCode, stdout, stderr: said, ended: "exited" };
}

/** The result of a script that the agent could not start. */
export function notStarted(reason: string): ScriptResult {
  return { exitCode: 1, stdout: "", stderr: `failed to run commands: ${reason}`, ended: "exited" };
}

export function isAgentPlugin(plugin: MachineScript["plugin"]): plugin is AgentPlugin {
  return plugin !== "aws:runShellScript" && plugin !== "aws:runPowerShellScript";
}
