/**
 * Tags of what the sandbox itself keeps of Systems Manager: the part of the three tag operations that is about one type of
 * resource. moto has those of documents and parameters.
 */
import * as sdk from "@aws-sdk/client-ssm";
import { AwsError } from "../protocol/aws-error";
import { checkConstraints, list, required, text, type Members } from "../protocol/constraints";
import { jsonOperation, serveJson } from "../protocol/json";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import { tagKey, tagMembers } from "./members";

/** Of one resource, by key. */
export type Tags = Map<string, string>;

const MOST_TAGS = 50;

const RESOURCE: Members = {
  ResourceType: required(text({ values: Object.values(sdk.ResourceTypeForTagging) })),
  ResourceId: required(text()),
};

/**
 * Answers for the tags of one type of resource; those of other types go on.
 * @param tagsOf the tags of a resource of the caller's, to be read and changed; undefined where there is no such resource
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

/** Adds tags, the last one of a key holds; all of them or none. @throws AwsError TooManyTagsError, ValidationException */
export function addTags(tags: Tags, added: readonly sdk.Tag[]): void {
  const reserved = added.find(({ Key = "" }) => Key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined) {
    const message = `aws: prefixed tag key names are not allowed for external use: ${String(reserved.Key)}`;
    throw new AwsError("ValidationException", message);
  }
  if (new Set([...tags.keys(), ...added.map(({ Key }) => Key)]).size > MOST_TAGS) {
    throw new AwsError("TooManyTagsError", `A resource has ${String(MOST_TAGS)} tags at most.`);
  }
  for (const { Key = "", Value = "" } of added) tags.set(Key, Value);
}
