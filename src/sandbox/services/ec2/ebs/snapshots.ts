/** Makes snapshots and volumes in moto that say which key they are encrypted with. */
import * as sdk from "@aws-sdk/client-ec2";

export interface SnapshotSettings {
  readonly region: string;
  readonly description: string | undefined;
  readonly tags: readonly sdk.Tag[];
}

/** What a volume is like, apart from what is on it. */
export interface VolumeKind {
  /** GiB */
  readonly size: number;
  readonly encrypted: boolean;
  /** ARN. @default where it is encrypted, the account's default key */
  readonly kmsKeyId: string | undefined;
}

/**
 * Takes a snapshot of a volume. moto's has the volume's encryption without its key, which only a copy is given.
 * @returns the snapshot as DescribeSnapshots shows it
 */
export async function takeSnapshot(
  ec2: sdk.EC2Client,
  { VolumeId, KmsKeyId, Encrypted }: sdk.Volume,
  { region, description, tags }: SnapshotSettings,
): Promise<sdk.Snapshot> {
  const TagSpecifications: sdk.TagSpecification[] =
    tags.length > 0 ? [{ ResourceType: "snapshot", Tags: [...tags] }] : [];
  const first = await ec2.send(
    new sdk.CreateSnapshotCommand({ VolumeId, Description: description ?? "", TagSpecifications }),
  );
  const SnapshotId = Encrypted === true && KmsKeyId !== undefined ? await withKey(first.SnapshotId) : first.SnapshotId;
  const { Snapshots: [snapshot] = [] } = await ec2.send(
    new sdk.DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId ?? ""] }),
  );
  return snapshot ?? first;

  async function withKey(SourceSnapshotId: string | undefined): Promise<string | undefined> {
    const copy = await ec2.send(
      new sdk.CopySnapshotCommand({
        SourceSnapshotId,
        SourceRegion: region,
        Description: description ?? "",
        KmsKeyId,
        TagSpecifications,
      }),
    );
    await ec2.send(new sdk.DeleteSnapshotCommand({ SnapshotId: SourceSnapshotId }));
    return copy.SnapshotId;
  }
}

/** Makes a snapshot of its own, as a copy from elsewhere is. */
export async function makeSnapshot(
  ec2: sdk.EC2Client,
  { size, encrypted, kmsKeyId }: VolumeKind,
  settings: SnapshotSettings,
): Promise<sdk.Snapshot> {
  const { AvailabilityZones: [zone] = [] } = await ec2.send(new sdk.DescribeAvailabilityZonesCommand({}));
  const volume = await ec2.send(
    new sdk.CreateVolumeCommand({
      AvailabilityZone: zone?.ZoneName,
      Size: size,
      ...(encrypted && { Encrypted: true, KmsKeyId: kmsKeyId }),
    }),
  );
  try {
    return await takeSnapshot(ec2, volume, settings);
  } finally {
    await ec2.send(new sdk.DeleteVolumeCommand({ VolumeId: volume.VolumeId }));
  }
}
