/**
 * The plugins of the SSM Agent that run no script: inventory, packages, updates of the agent, patches. The description of the node
 * says what they find, and what they install stays installed until the sandbox stops.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import type { NodeDescription } from "../description";
import { ENDED_FROM_OUTSIDE, exited, type MachineScript, type ScriptResult } from "../script";
import { waitWithinLimit, type MachineTime } from "../machine-time";
import type { AgentState, FoundPatch, PatchState } from "./agent-state";
import { configurePackage } from "./packages";
import { patch } from "./patches";
import { softwareInventory } from "./inventory";
import { updateAgent } from "./update-agent";

export class AgentPlugins {
  /** By instance id. */
  readonly #states = new Map<string, AgentState>();

  /** The version of the node's agent after its updates; undefined if nothing was installed on the node. */
  agentVersion(instanceId: string): string | undefined {
    return this.#states.get(instanceId)?.agentVersion;
  }

  /** The result of the last AWS-RunPatchBaseline on the node; undefined if there was none. */
  patchState(instanceId: string): PatchState | undefined {
    return this.#states.get(instanceId)?.patchState;
  }

  /** What the last AWS-RunPatchBaseline on the node says of each patch. */
  foundPatches(instanceId: string): readonly FoundPatch[] {
    return this.#states.get(instanceId)?.foundPatches ?? [];
  }

  /** The node without the patches that AWS-RunPatchBaseline has installed, so that its package manager does not offer them. */
  asPatched(node: NodeDescription): NodeDescription {
    const installed = this.#states.get(node.instanceId)?.patches;
    if (installed === undefined || installed.size === 0) return node;
    const { missing = [] } = node.patches;
    return { ...node, patches: { ...node.patches, missing: missing.filter((name) => !installed.has(name)) } };
  }

  async run(
    node: NodeDescription,
    script: MachineScript,
    signal: AbortSignal,
    time: MachineTime,
  ): Promise<ScriptResult> {
    const started = new Date();
    const takesSeconds = script.plugin === "patches" ? (node.patches.takesSeconds ?? 0) : 0;
    const ended = await waitWithinLimit(takesSeconds, script.timeoutSeconds, signal, time);
    if (ended !== "exited") return { exitCode: ENDED_FROM_OUTSIDE, stdout: "", stderr: "", ended };
    const { exitCode, stdout, stderr = "" } = answer(node, script, this.#stateOf(node), started);
    return exited(exitCode, stdout, stderr);
  }

  #stateOf(node: NodeDescription): AgentState {
    const { instanceId, agent, packages } = node;
    const state = this.#states.get(instanceId) ?? {
      agentVersion: agent.version,
      packages: new Map(
        Object.entries(packages).flatMap(([name, { installed }]) =>
          installed === undefined ? [] : [[name, installed]],
        ),
      ),
      patches: new Map<string, Date>(),
      patchState: undefined,
      foundPatches: [],
    };
    this.#states.set(instanceId, state);
    return state;
  }
}

function answer(
  node: NodeDescription,
  { plugin, inputs = {}, byAssociation = false }: MachineScript,
  state: AgentState,
  started: Date,
) {
  switch (plugin) {
    case "aws:softwareInventory":
      return softwareInventory(node, inputs, byAssociation);
    case "aws:configurePackage":
      return configurePackage(node, inputs, state.packages);
    case "aws:updateSsmAgent":
      return updateAgent(node, inputs, state);
    case "patches":
      return patch(node, inputs, state, started);
    default:
      throw new Error(`${plugin} runs scripts.`);
  }
}
