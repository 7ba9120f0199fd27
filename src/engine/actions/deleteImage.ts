/**
 * aws:deleteImage: deregisters an AMI and deletes its snapshots.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-delete.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { ApiCallError, StepFailure } from "../errors";
import { call } from "../aws-calls/api";
import { listAt, stringAt } from "../aws-calls/responses";

export const deleteImage: ActionRunner<"aws:deleteImage"> = async (context) => {
  const { ImageId: imageId } = context.inputs;
  const [image] = listAt(await call(context, "ec2", "DescribeImages", { ImageIds: [imageId] }), "Images");
  if (image === undefined) throw new StepFailure(`The image ${imageId} does not exist`);
  const snapshotIds = new Set(
    listAt(image, "BlockDeviceMappings")
      .map((device) => stringAt(device, "Ebs", "SnapshotId"))
      .filter((id) => id !== undefined),
  );
  await call(context, "ec2", "DeregisterImage", { ImageId: imageId });
  for (const snapshotId of snapshotIds) {
    try {
      await call(context, "ec2", "DeleteSnapshot", { SnapshotId: snapshotId });
    } catch (error) {
      // Another image uses the snapshot. The image itself is deleted nevertheless.
      if (!(error instanceof ApiCallError && error.code === "InvalidSnapshot.InUse")) throw error;
    }
  }
  return { outputs: {} };
};
