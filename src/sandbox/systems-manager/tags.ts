/**
 * The tags of Systems Manager's resources that the sandbox itself stores: the three tag operations for one type of resource.
 * moto stores the tags of documents and parameters.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { AwsError } from "../protocol/aws-error";
import { checkConstraints, list, required, text, type Members } from "../protocol/constraints";
import { jsonOperation, serveJson } from "../protocol/json";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import { tagKey, tagMembers } from "./members";

/** The tags of one resource, by key. */
export type Tags = Map<string, string>;

const MAX_TAGS = 50;

const RESOURCE: Members = {
  ResourceType: required(text({ values: Object.values(sdk.ResourceTypeForTagging) })),
  ResourceId: required(text()),
};

/**
 * Serves the tag operations for one type of resource; requests for other types go to the next layer.
 * @param tagsOf the mutable tags of a resource in the caller's account; undefined if the resource does not exist
 */
export function resourceTags(
  resourceType: sdk.ResourceTypeForTagging,
  tagsOf: (request: CallerRequest, resourceId: string) => Tags | undefined,
): ServiceLayer {
  const find = (request: CallerRequest, id = ""): Tags => {
    const tags = tagsOf(request, id);
    if (tags !== undefined) return tags;
    const message = "The resource ID isn't valid. Verify that you entered the correct ID and try again.";
    throw new AwsError("InvalidResourceId", message);
  };
  const operations = new Map(
    [
      jsonOperation<Partial<sdk.AddTagsToResourceRequest>, sdk.AddTagsToResourceResult>(
        sdk.AddTagsToResource$,
        (input, request) => {
          checkConstraints(input, { ...RESOURCE, Tags: required(list(tagMembers, { max: 1000 })) });
          addTags(find(request, input.ResourceId), input.Tags ?? []);
          return {};
        },
      ),
      jsonOperation<Partial<sdk.RemoveTagsFromResourceRequest>, sdk.RemoveTagsFromResourceResult>(
        sdk.RemoveTagsFromResource$,
        (input, request) => {
          checkConstraints(input, { ...RESOURCE, TagKeys: required(list(tagKey)) });
          const tags = find(request, input.ResourceId);
          for (const key of input.TagKeys ?? []) tags.delete(key);
          return {};
        },
      ),
      jsonOperation<Partial<sdk.ListTagsForResourceRequest>, sdk.ListTagsForResourceResult>(
        sdk.ListTagsForResource$,
        (input, request) => {
          checkConstraints(input, RESOURCE);
          return { TagList: [...find(request, input.ResourceId)].map(([Key, Value]) => ({ Key, Value })) };
        },
      ),
    ].map((operation) => [operation.name, operation]),
  );
  return (request, next) =>
    operations.has(request.operation) && request.input["ResourceType"] === resourceType
      ? serveJson(operations, request)
      : next(request);
}

/**
 * Adds all tags or none. Of several tags with one key, the last is used.
 * @throws AwsError TooManyTagsError, ValidationException
 */
export function addTags(tags: Tags, added: readonly sdk.Tag[]): void {
  const reserved = added.find(({ Key = "" }) => Key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined) {
    const message = `aws: prefixed tag key names are not allowed for external use: ${String(reserved.Key)}`;
    throw new AwsError("ValidationException", message);
  }
  if (new Set([...tags.keys(), ...added.map(({ Key }) => Key)]).size > MAX_TAGS) {
    throw new AwsError("TooManyTagsError", `A resource can have at most ${String(MAX_TAGS)} tags.`);
  }
  for (const { Key = "", Value = "" } of added) tags.set(Key, Value);
}
