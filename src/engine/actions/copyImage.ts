/** aws:copyImage: copies an AMI of another Region into this one and waits until it is available. */
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { imageIsAvailable } from "../aws-calls/ec2-waiting";
import { flag, input, read, required, text } from "./inputs";
import { requiredText } from "../aws-calls/responses";

export const copyImage: ActionRunner = async (context) => {
  const { inputs } = context;
  const description = input(inputs, "ImageDescription", text);
  const response = await call(context, "ec2", "CopyImage", {
    SourceRegion: required(inputs, "SourceRegion", text),
    SourceImageId: required(inputs, "SourceImageId", text),
    Name: required(inputs, "ImageName", text),
    ...(description !== undefined && { Description: description }),
    ...read(inputs, { Encrypted: flag, KmsKeyId: text, ClientToken: text }),
  });
  return { outputs: await imageIsAvailable(context, requiredText(response, "CopyImage", "ImageId")) };
};
