/** The floor of a run over a fleet: the commands of check-os on the same nodes, straight into their shells. */
import type { Fleet } from "../../src/fleet/model";
import { checkOs } from "../../runbooks/check-os";
import { describe, type NodeDescription } from "../../src/sandbox/machines/description";
import type { MachineShells } from "../../src/sandbox/machines/machine-shells";
import type { FurnishedInstance } from "./furnish";

/** Seconds; far beyond what any of them takes. */
const TIMEOUT = 600;

export interface Step {
  readonly name: string;
  readonly commands: readonly string[];
}

/** What each step of check-os sends, its questions all asked. */
export const STEPS: readonly Step[] = checkOs.document.mainSteps.flatMap(({ name, action, inputs }) => {
  if (action !== "aws:runCommand") return [];
  const { commands } = inputs.Parameters as { readonly commands: readonly string[] };
  return [{ name, commands: commands.map((text) => text.replaceAll(/\{\{ Check\w+ \}\}/g, "check")) }];
});

export function nodeOf({ id, account, privateIpAddress }: FurnishedInstance, fleet: Fleet): NodeDescription {
  return describe(
    {},
    {
      instanceId: id,
      accountId: account.id,
      accountName: account.name,
      region: fleet.homeRegion,
      privateIpAddress,
      tags: {},
      platform: "Linux",
      imageName: "amzn2-ami-hvm-arm64-gp2",
    },
  );
}

/** All nodes at once, on each of them one command after the other. @throws Error if one fails */
export async function runSameCommands(
  shells: MachineShells,
  nodes: readonly NodeDescription[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    nodes.map(async (node) => {
      const { instanceId } = node;
      for (const { name, commands } of STEPS) {
        signal.throwIfAborted();
        const { exitCode, stderr } = await shells.runOnNode(
          node,
          {
            plugin: "aws:runShellScript",
            environment: {},
            keepsAll: false,
            commands,
            workingDirectory: "",
            timeoutSeconds: TIMEOUT,
            commandId: name,
            instanceId,
          },
          signal,
        );
        if (exitCode !== 0) throw new Error(`${name} on ${instanceId} ended with ${exitCode}: ${stderr}`);
      }
    }),
  );
}
