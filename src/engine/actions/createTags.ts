/** aws:createTags: tags EC2 resources, or one resource of Systems Manager. */
import type { JsonObject } from "../../document/json";
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { textOf } from "../values";
import { input, invalid, maps, required, text, texts } from "./inputs";

const SSM_TYPES = new Set(["ManagedInstance", "MaintenanceWindow", "Parameter"]);

export const createTags: ActionRunner = async (context) => {
  const { inputs } = context;
  const type = input(inputs, "ResourceType", text) ?? "EC2";
  const resourceIds = required(inputs, "ResourceIds", texts);
  const tags = required(inputs, "Tags", maps).map(tagOf);
  if (type === "EC2") {
    await call(context, "ec2", "CreateTags", { Resources: resourceIds, Tags: tags });
    return { outputs: {} };
  }
  if (!SSM_TYPES.has(type)) {
    throw invalid(`ResourceType is ${type}; it can be EC2, ${[...SSM_TYPES].join(", ")}`);
  }
  const [resourceId] = resourceIds;
  if (resourceId === undefined || resourceIds.length > 1) {
    throw invalid(`ResourceIds has ${resourceIds.length} items; a ${type} is tagged alone`);
  }
  await call(context, "ssm", "AddTagsToResource", { ResourceType: type, ResourceId: resourceId, Tags: tags });
  return { outputs: {} };
};

/** Tags as AWS takes them: a number or a Boolean of a YAML file is a text there. */
export function tagOf(tag: JsonObject): JsonObject {
  return { Key: required(tag, "Key", text), Value: textOf(tag["Value"] ?? "") };
}
