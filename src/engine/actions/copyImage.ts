/**
 * aws:copyImage: copies an AMI from another Region into this Region and waits until it is available.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-copyimage.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { imageIsAvailable } from "../aws-calls/ec2-waiting";
import { requiredString } from "../aws-calls/responses";
import { withoutUndefined } from "../without-undefined";

export const copyImage: ActionRunner<"aws:copyImage"> = async (context) => {
  const { ImageName: Name, ImageDescription: Description, ...request } = context.inputs;
  const response = await call(context, "ec2", "CopyImage", { ...request, Name, ...withoutUndefined({ Description }) });
  return { outputs: await imageIsAvailable(context, requiredString(response, "CopyImage", "ImageId")) };
};
