/** Creates snapshots in moto that have their encryption key. */
import * as sdk from "@aws-sdk/client-ec2";

export interface SnapshotSettings {
  readonly region: string;
  readonly description: string | undefined;
  readonly tags: readonly sdk.Tag[];
}

/** The properties of a volume, without its content. */
export interface VolumeKind {
  /** GiB */
  readonly size: number;
  readonly encrypted: boolean;
  /** ARN. @default the account's default key, if the volume is encrypted */
  readonly kmsKeyId: string | undefined;
}

/**
 * Takes a snapshot of a volume. moto's snapshot is encrypted as the volume is but has no key, so it is copied with the key.
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

/** Creates a snapshot without a volume of the account, such as a copy from another account or Region. */
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
