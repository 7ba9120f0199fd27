/** The managed nodes that the targets of a command or of an association select. */
import type { Target } from "@aws-sdk/client-ssm";
import type { Location } from "../../../iam/location";
import type { SendAs } from "../../protocol/message";
import type { ManagedNode, ManagedNodes } from "./managed-nodes";
import { readGroupQuery } from "./resource-groups";
import { readSelector, selects } from "./target-selection";

/**
 * The nodes that all targets select.
 * @param send sends requests to moto, which stores the resource groups
 * @throws AwsError InvalidTarget
 */
export async function selectNodes(
  send: SendAs,
  location: Location,
  targets: readonly Target[],
  nodes: readonly ManagedNode[],
): Promise<readonly ManagedNode[]> {
  const selectors = await Promise.all(
    targets.map(({ Key = "", Values = [] }) =>
      readSelector({ Key, Values }, (group) => readGroupQuery(send, location, group)),
    ),
  );
  return nodes.filter(({ instance }) => selectors.every((selector) => selects(selector, instance)));
}

/** Yields the ids of the nodes that the targets select, at once and after every change. Ends when the signal is aborted. */
export async function* watchNodes(
  { nodes, send }: { readonly nodes: Pick<ManagedNodes, "watch">; readonly send: SendAs },
  location: Location,
  targets: readonly Target[],
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  for await (const all of nodes.watch(location, signal)) {
    yield (await selectNodes(send, location, targets, all)).map(({ instance }) => instance.id);
  }
}
