/** aws:createImage: makes an AMI of an instance and waits until it is available. */
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { imageIsAvailable } from "../aws-calls/ec2-waiting";
import { flag, input, maps, read, required, text } from "./inputs";
import { requiredText } from "../aws-calls/responses";

export const createImage: ActionRunner = async (context) => {
  const { inputs } = context;
  const description = input(inputs, "ImageDescription", text);
  const response = await call(context, "ec2", "CreateImage", {
    InstanceId: required(inputs, "InstanceId", text),
    Name: required(inputs, "ImageName", text),
    ...(description !== undefined && { Description: description }),
    ...read(inputs, { NoReboot: flag, BlockDeviceMappings: maps }),
  });
  return { outputs: await imageIsAvailable(context, requiredText(response, "CreateImage", "ImageId")) };
};
