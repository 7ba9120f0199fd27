/**
 * aws:deleteImage: deregisters an AMI and deletes its snapshots.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-delete.html
 */
import { defineAction } from "../action";
import { images, NO_RESOURCE_LEVEL, text } from "../permissions/step-facts";
import { required, string } from "../shapes";

export const deleteImage = defineAction({
  name: "aws:deleteImage",
  does: "Deletes an AMI with its snapshots.",
  inputs: { ImageId: required(string()) },
  outputs: {},
  permissions: (step) => {
    const { partition, region } = step.context;
    return [
      images(step.context, ["ec2:DeregisterImage"], text(step, step.inputs["ImageId"])),
      { actions: ["ec2:DeleteSnapshot"], resources: [`arn:${partition}:ec2:${region}::snapshot/*`] },
      { actions: ["ec2:DescribeImages"], resources: ["*"], because: NO_RESOURCE_LEVEL },
    ];
  },
});
