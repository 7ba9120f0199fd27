/** The plugin aws:updateSsmAgent: updates the agent to the latest version of the node's description, or to a named one. */
import type { JsonObject } from "../../../document/json";
import type { NodeDescription } from "../description";
import type { AgentState, Printed } from "./agent-state";

export function updateAgent(
  { agent }: NodeDescription,
  inputs: JsonObject,
  state: Pick<AgentState, "agentVersion">,
): Printed {
  const { version: wanted, allowDowngrade } = inputs;
  const version = typeof wanted === "string" && wanted !== "" && wanted !== "latest" ? wanted : agent.latestVersion;
  const current = state.agentVersion;
  if (version === current) {
    return { exitCode: 0, stdout: `amazon-ssm-agent ${version} has already been installed, update skipped\n` };
  }
  if (isOlder(version, current) && allowDowngrade !== "true" && allowDowngrade !== true) {
    const stderr = `Updating amazon-ssm-agent from ${current} to ${version} requires a downgrade: set allowDowngrade to true\n`;
    return { exitCode: 1, stdout: "", stderr };
  }
  state.agentVersion = version;
  return {
    exitCode: 0,
    stdout: `Updating amazon-ssm-agent from ${current} to ${version}\namazon-ssm-agent updated successfully to ${version}\n`,
  };
}

/** Compares versions by their numbers: 3.2.9 is older than 3.2.10. */
function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((each) => each.split(".").map(Number)) as [number[], number[]];
  const index = left.findIndex((part, position) => part !== (right[position] ?? 0));
  return index >= 0 && (left[index] ?? 0) < (right[index] ?? 0);
}
