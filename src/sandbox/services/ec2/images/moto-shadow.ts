/**
 * An image's shadow in moto: an image of the same owner with the same id, without which moto would refuse tags. moto
 * creates a snapshot for the shadow. It is unrelated to the image's own snapshots, and no answer contains it.
 */
import * as sdk from "@aws-sdk/client-ec2";
import { correctedAnswers } from "../../../protocol/ec2";
import type { ServiceLayer } from "../../../protocol/message";

const SNAPSHOT = "Auto-created snapshot for AMI ";

/** @returns the id of the image */
export async function makeMotoShadow(ec2: sdk.EC2Client, name: string, tags: readonly sdk.Tag[]): Promise<string> {
  const { ImageId = "" } = await ec2.send(new sdk.RegisterImageCommand({ Name: name }));
  if (tags.length > 0) await ec2.send(new sdk.CreateTagsCommand({ Resources: [ImageId], Tags: [...tags] }));
  return ImageId;
}

export async function removeMotoShadow(ec2: sdk.EC2Client, id: string): Promise<void> {
  await ec2.send(new sdk.DeregisterImageCommand({ ImageId: id }));
  const command = new sdk.DescribeSnapshotsCommand({ Filters: [{ Name: "description", Values: [SNAPSHOT + id] }] });
  for (const { SnapshotId } of (await ec2.send(command)).Snapshots ?? []) {
    await ec2.send(new sdk.DeleteSnapshotCommand({ SnapshotId }));
  }
}

export function hiddenShadowSnapshots(): ServiceLayer {
  return correctedAnswers<sdk.DescribeSnapshotsResult>(sdk.DescribeSnapshots$, ({ Snapshots = [], ...rest }) => ({
    ...rest,
    Snapshots: Snapshots.filter(({ Description = "" }) => !Description.startsWith(SNAPSHOT)),
  }));
}
