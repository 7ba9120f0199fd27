/**
 * aws:createImage: creates an AMI from an instance and waits until it is available.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-create.html
 */
import { defineAction } from "../action";
import { instances, ownerlessArn } from "../../iam/resources/ec2-resources";
import { NO_RESOURCE_LEVEL } from "../../iam/statements/statement";
import { any, boolean, list, map, required, string } from "../shapes";

export const createImage = defineAction({
  name: "aws:createImage",
  does: "Creates an AMI from an instance.",
  inputs: {
    // AWS-UpdateLinuxAmi passes the InstanceIds of aws:runInstances, a list of one.
    InstanceId: required(string({ orListOfOne: true })),
    ImageName: required(string()),
    ImageDescription: string(),
    NoReboot: boolean(),
    BlockDeviceMappings: any(list(map(any()))),
  },
  outputs: { ImageId: "String", ImageState: "String" },
  afterCancel: false,
  permissions: ({ context }) => [
    instances(context, ["ec2:CreateImage"]),
    {
      actions: ["ec2:CreateImage"],
      resources: [ownerlessArn(context, "image/*"), ownerlessArn(context, "snapshot/*")],
    },
    { actions: ["ec2:DescribeImages"], resources: ["*"], because: NO_RESOURCE_LEVEL },
  ],
});
