/**
 * Which instances the targets of a request select.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html
 */
import type { Target } from "../../../engine/records";
import { AwsError } from "../../protocol/aws-error";
import type { Instance } from "./ec2-facts";
import type { GroupQuery } from "./resource-groups";
import type { TagFilter } from "./tagged-resources";

/** A target, by its kind of selection. */
export type Selector =
  | { readonly by: "ids"; readonly ids: readonly string[] }
  | { readonly by: "tags"; readonly tags: readonly TagFilter[]; readonly resourceTypes: readonly string[] }
  /** The instance has any of these tag keys. */
  | { readonly by: "tag-keys"; readonly keys: readonly string[] }
  | { readonly by: "type"; readonly resourceTypes: readonly string[] };

export const INSTANCE = "AWS::EC2::Instance";
/** The key of the target that State Manager shows for an automation without targets. It selects nothing. */
export const NO_TARGET_KEY = "aws:NoOpAutomationTag";
const ALL = "*";

/** @throws AwsError InvalidTarget */
export async function readSelector(
  { Key: key, Values: values }: Target,
  groupQuery: (groupName: string) => Promise<GroupQuery>,
): Promise<Selector> {
  if (key.startsWith("tag:")) {
    return { by: "tags", tags: [{ key: key.slice("tag:".length), values }], resourceTypes: [] };
  }
  switch (key) {
    case "InstanceIds":
      return values.includes(ALL) ? { by: "type", resourceTypes: [INSTANCE] } : { by: "ids", ids: values };
    case NO_TARGET_KEY:
      return { by: "ids", ids: [] };
    case "tag-key":
      return { by: "tag-keys", keys: values };
    case INSTANCE:
      if (values.length === 1 && values[0] === ALL) return { by: "type", resourceTypes: [INSTANCE] };
      throw new AwsError(
        "InvalidTarget",
        `The target key ${INSTANCE} takes only the value *; select instances by id with InstanceIds.`,
      );
    case "ResourceGroup":
    case "resource-groups:Name": {
      const [groupName, ...others] = values;
      if (groupName === undefined || others.length > 0) {
        throw new AwsError("InvalidTarget", `The target key ${key} takes the name of exactly one resource group.`);
      }
      return { by: "tags", ...(await groupQuery(groupName)) };
    }
    case "resource-groups:ResourceTypeFilters":
      return { by: "type", resourceTypes: values };
    default:
      throw new AwsError("InvalidTarget", `${key} is not a target key.`);
  }
}

export function selects(selector: Selector, instance: Instance): boolean {
  switch (selector.by) {
    case "ids":
      return selector.ids.includes(instance.id);
    case "type":
      return includesType(selector.resourceTypes, INSTANCE);
    case "tag-keys":
      return selector.keys.some((key) => Object.hasOwn(instance.tags, key));
    case "tags":
      return (
        includesType(selector.resourceTypes, INSTANCE) &&
        selector.tags.every(({ key, values }) => {
          const value = instance.tags[key];
          return value !== undefined && (values.length === 0 || values.includes(value));
        })
      );
  }
}

/** Whether the types include this one; an empty list means all types. */
export function includesType(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type);
}
