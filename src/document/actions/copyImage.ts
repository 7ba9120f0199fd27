/**
 * aws:copyImage: copies an AMI from another Region into the Region in which the runbook runs.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-copyimage.html
 */
import { defineAction } from "../action";
import { ownerlessArn } from "../../iam/resources/ec2-resources";
import { NO_RESOURCE_LEVEL } from "../../iam/statements/statement";
import { impliedStatements } from "../../iam/resources/implied-calls";
import { callOf } from "../permissions/step-facts";
import { boolean, required, string } from "../shapes";

export const copyImage = defineAction({
  name: "aws:copyImage",
  does: "Copies an AMI into this Region.",
  inputs: {
    SourceRegion: required(string()),
    SourceImageId: required(string()),
    ImageName: required(string()),
    ImageDescription: string(),
    Encrypted: boolean(),
    KmsKeyId: string(),
    ClientToken: string(),
  },
  outputs: { ImageId: "String", ImageState: "String" },
  afterCancel: false,
  permissions: (step) => {
    const { context } = step;
    return [
      {
        actions: ["ec2:CopyImage"],
        resources: [ownerlessArn({ ...context, region: "*" }, "image/*"), ownerlessArn(context, "snapshot/*")],
      },
      { actions: ["ec2:DescribeImages"], resources: ["*"], because: NO_RESOURCE_LEVEL },
      ...impliedStatements("ec2:CopyImage", callOf(step).parameters, context),
    ];
  },
});
