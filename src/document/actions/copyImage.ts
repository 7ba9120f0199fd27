/**
 * aws:copyImage: copies an AMI from another Region into the Region in which the runbook runs.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-copyimage.html
 */
import { defineAction } from "../action";
import { NO_RESOURCE_LEVEL, text } from "../permissions/step-facts";
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
    const { partition, region } = step.context;
    return [
      {
        actions: ["ec2:CopyImage"],
        resources: [`arn:${partition}:ec2:*::image/*`, `arn:${partition}:ec2:${region}::snapshot/*`],
      },
      { actions: ["ec2:DescribeImages"], resources: ["*"], because: NO_RESOURCE_LEVEL },
      ...(step.inputs["KmsKeyId"] === undefined
        ? []
        : [
            {
              actions: ["kms:DescribeKey", "kms:CreateGrant", "kms:ReEncrypt*", "kms:Decrypt", "kms:GenerateDataKey*"],
              resources: [keyArn(text(step, step.inputs["KmsKeyId"]), partition, step.context.accountId)],
            },
          ]),
    ];
  },
});

function keyArn(key: string, partition: string, accountId: string): string {
  return key.startsWith("arn:") ? key : `arn:${partition}:kms:*:${accountId}:key/*`;
}
