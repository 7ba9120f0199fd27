/** The tags that a request gives to what it makes. */
import type { Tag } from "@aws-sdk/client-ec2";
import { objectsOf, stringOf, type Input } from "../../protocol/input";
import { AwsError } from "../../protocol/aws-error";

/**
 * Tags by the kind of resource that they are for.
 * @param types the kinds that the operation makes
 * @throws AwsError InvalidParameterValue for any other kind
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
