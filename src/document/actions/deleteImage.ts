/**
 * aws:deleteImage: deregisters an AMI and deletes its snapshots.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-delete.html
 */
import { defineAction } from "../action";
import { images, ownerlessArn } from "../../iam/resources/ec2-resources";
import { NO_RESOURCE_LEVEL } from "../../iam/statements/statement";
import { text } from "../permissions/step-facts";
import { required, string } from "../shapes";

export const deleteImage = defineAction({
  name: "aws:deleteImage",
  does: "Deletes an AMI with its snapshots.",
  inputs: { ImageId: required(string()) },
  outputs: {},
  permissions: (step) => {
    return [
      images(step.context, ["ec2:DeregisterImage"], text(step, step.inputs["ImageId"])),
      { actions: ["ec2:DeleteSnapshot"], resources: [ownerlessArn(step.context, "snapshot/*")] },
      { actions: ["ec2:DescribeImages"], resources: ["*"], because: NO_RESOURCE_LEVEL },
    ];
  },
});
