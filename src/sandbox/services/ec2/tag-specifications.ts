/** The tags that a request gives to the resources it creates. */
import type { Tag } from "@aws-sdk/client-ec2";
import { objectsOf, stringOf, type Input } from "../../protocol/input";
import { AwsError } from "../../protocol/aws-error";

/**
 * Tags by resource type.
 * @param types the resource types that the operation creates
 * @throws AwsError InvalidParameterValue for any other resource type
 */
export function tagsFor<Type extends string>(
  input: Input,
  ...types: readonly Type[]
): Readonly<Record<Type, readonly Tag[]>> {
  const specifications = objectsOf(input, "TagSpecification").map((specification) => ({
    type: stringOf(specification, "ResourceType") ?? "",
    tags: objectsOf(specification, "Tag").map((tag) => ({
      Key: stringOf(tag, "Key"),
      Value: stringOf(tag, "Value") ?? "",
    })),
  }));
  const other = specifications.find(({ type }) => !types.some((known) => known === type));
  if (other !== undefined) {
    const message = `'${other.type}' is not a valid taggable resource type for this operation.`;
    throw new AwsError("InvalidParameterValue", message);
  }
  return Object.fromEntries<readonly Tag[]>(
    types.map((wanted) => [wanted, specifications.flatMap(({ type, tags }) => (type === wanted ? tags : []))]),
  ) as Record<Type, readonly Tag[]>;
}
