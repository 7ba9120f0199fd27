/** The engine's Targets: what the targets of an execution stand for, in one account and Region and in somebody's name. */
import { ApiCallError } from "../../../engine/errors";
import type { Location, Targets } from "../../../engine/ports";
import type { Target } from "../../../engine/records";
import type { Authorizer } from "../../authorization/authorizer";
import type { Principal } from "../../identities/principals";
import { AwsError } from "../../protocol/aws-error";
import type { ManagedNodes } from "./managed-nodes";
import type { SendAs } from "../../protocol/message";
import { readGroupQuery } from "./resource-groups";
import { taggedResources, type TagFilter } from "./tagged-resources";
import { INSTANCE, includesType, readSelector, selects, type Selector } from "./target-selection";

export interface TargetsOptions {
  readonly nodes: Pick<ManagedNodes, "inventory">;
  readonly send: SendAs;
  readonly authorizer: Pick<Authorizer, "require">;
}

/** What has to be allowed for a target key; ids need nothing. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  [INSTANCE]: ["ec2:DescribeInstances"],
  ResourceGroup: ["resource-groups:ListGroupResources", "tag:GetResources"],
  "resource-groups:Name": ["resource-groups:ListGroupResources", "tag:GetResources"],
  "resource-groups:ResourceTypeFilters": ["tag:GetResources"],
  "tag-key": ["tag:GetResources"],
};

/**
 * Stopped and unmanaged instances are targets as well, as on AWS; terminated ones are not. What several targets of one
 * request name is what all of them name; AWS documents a single one.
 */
export function targetsPort(options: TargetsOptions, location: Location, principal: Principal): Targets {
  return {
    async resolve(targets, targetType, signal) {
      const values = targets.find(({ Key }) => Key === "ParameterValues")?.Values;
      if (values !== undefined) return values;
      const actions = targets.flatMap(({ Key }) => ACTIONS[Key.startsWith("tag:") ? "tag-key" : Key] ?? []);
      let operation = "ResolveTargets";
      try {
        for (operation of new Set(actions)) {
          await options.authorizer.require(principal, operation, "*", { region: location.region });
        }
        const found = await find(options, location, targets, targetType);
        signal.throwIfAborted();
        return found;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw new ApiCallError(error.code, error.message, operation.split(":").at(-1) ?? operation);
      }
    },
  };
}

async function find(
  { nodes, send }: TargetsOptions,
  { accountId, region }: Location,
  targets: readonly Target[],
  targetType: string | undefined,
): Promise<readonly string[]> {
  const selectors = await Promise.all(
    targets.map((target) => readSelector(target, (group) => readGroupQuery(send, accountId, region, group))),
  );
  const type = typeOf(targetType);
  if (type === INSTANCE) {
    const instances = [...(await nodes.inventory(accountId, region)).values()].map(({ instance }) => instance);
    const known = new Set(instances.map(({ id }) => id));
    // An id that EC2 does not know is passed on: the child execution for it then fails and says so.
    const given = selectors.flatMap((selector) => (selector.by === "ids" ? selector.ids : []));
    return [
      ...instances.filter((instance) => selectors.every((selector) => selects(selector, instance))).map(({ id }) => id),
      ...(selectors.length === 1 ? given.filter((id) => !known.has(id)) : []),
    ];
  }
  const found = await Promise.all(
    selectors.map((selector) =>
      selectOthers(selector, type, (tags) => taggedResources(send, accountId, region, type, tags)),
    ),
  );
  const [first = [], ...others] = found;
  return first.filter((id) => others.every((ids) => ids.includes(id)));
}

/** A document of no particular type, `/`, acts on instances: that is what the keys for targets are about. */
function typeOf(targetType: string | undefined): string {
  return targetType?.replace(/^\//, "") || INSTANCE;
}

async function selectOthers(
  selector: Selector,
  type: string,
  tagged: (tags: readonly TagFilter[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  switch (selector.by) {
    case "ids":
      return selector.ids;
    case "type":
      return includesType(selector.resourceTypes, type) ? tagged([]) : [];
    case "tags":
      return includesType(selector.resourceTypes, type) ? tagged(selector.tags) : [];
    case "tag-keys":
      return [...new Set((await Promise.all(selector.keys.map((key) => tagged([{ key, values: [] }])))).flat())];
  }
}
