/**
 * The engine's Targets: resolves the targets of an execution in one account and Region, on behalf of a principal.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html
 */
import { ApiCallError } from "../../../engine/errors";
import type { Targets } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
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

/** The permissions that each target key needs; ids need none. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  [INSTANCE]: ["ec2:DescribeInstances"],
  ResourceGroup: ["resource-groups:ListGroupResources", "tag:GetResources"],
  "resource-groups:Name": ["resource-groups:ListGroupResources", "tag:GetResources"],
  "resource-groups:ResourceTypeFilters": ["tag:GetResources"],
  "tag-key": ["tag:GetResources"],
};

/**
 * As on AWS, stopped and unmanaged instances are targets too; terminated instances are not. Several targets in one request
 * select the resources that all of them select; AWS documents only a single target.
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
  location: Location,
  targets: readonly Target[],
  targetType: string | undefined,
): Promise<readonly string[]> {
  const selectors = await Promise.all(
    targets.map((target) => readSelector(target, (group) => readGroupQuery(send, location, group))),
  );
  const type = typeOf(targetType);
  if (type === INSTANCE) {
    const instances = [...(await nodes.inventory(location)).values()].map(({ instance }) => instance);
    const known = new Set(instances.map(({ id }) => id));
    // An id that EC2 does not know is kept: its child execution then fails and says so.
    const given = selectors.flatMap((selector) => (selector.by === "ids" ? selector.ids : []));
    return [
      ...instances.filter((instance) => selectors.every((selector) => selects(selector, instance))).map(({ id }) => id),
      ...(selectors.length === 1 ? given.filter((id) => !known.has(id)) : []),
    ];
  }
  const found = await Promise.all(
    selectors.map((selector) => selectOthers(selector, type, (tags) => taggedResources(send, location, type, tags))),
  );
  const [first = [], ...others] = found;
  return first.filter((id) => others.every((ids) => ids.includes(id)));
}

/** A document without a particular target type (`/`) acts on instances, which most target keys select. */
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
