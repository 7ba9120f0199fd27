/**
 * aws:createImage: creates an AMI from an instance and waits until it is available.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-create.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { imageIsAvailable } from "../aws-calls/ec2-waiting";
import { requiredString } from "../aws-calls/responses";
import { withoutUndefined } from "../without-undefined";

export const createImage: ActionRunner<"aws:createImage"> = async (context) => {
  const { ImageName: Name, ImageDescription: Description, ...request } = context.inputs;
  const response = await call(context, "ec2", "CreateImage", {
    ...request,
    Name,
    ...withoutUndefined({ Description }),
  });
  return { outputs: await imageIsAvailable(context, requiredString(response, "CreateImage", "ImageId")) };
};
