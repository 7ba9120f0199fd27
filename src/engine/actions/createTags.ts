/**
 * aws:createTags: tags EC2 resources, or one Systems Manager resource.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createtag.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { invalid } from "../program/read-input";

export const createTags: ActionRunner<"aws:createTags"> = async (context) => {
  const { ResourceType, ResourceIds, Tags } = context.inputs;
  if (ResourceType === "EC2") {
    await call(context, "ec2", "CreateTags", { Resources: ResourceIds, Tags });
    return { outputs: {} };
  }
  const [ResourceId] = ResourceIds;
  if (ResourceId === undefined || ResourceIds.length > 1) {
    throw invalid(`ResourceIds has ${ResourceIds.length} items; a ${ResourceType} is tagged alone`);
  }
  await call(context, "ssm", "AddTagsToResource", { ResourceType, ResourceId, Tags });
  return { outputs: {} };
};
