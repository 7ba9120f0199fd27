/**
 * CreateImage and RegisterImage: create an image from an instance's volumes, or from snapshots.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { isObject } from "../../../../document/json";
import { objectsOf, stringOf, type Input } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { ec2Operation, type Ec2Operation } from "../../../protocol/ec2";
import { locationOf } from "../../../protocol/location";
import { takeSnapshot } from "../ebs/snapshots";
import { tagsFor } from "../tag-specifications";
import { missingParameter } from "./errors";
import type { Image, ImageDevice } from "./image";
import type { ImageStates } from "./image-states";
import type { ImageStore } from "./image-store";
import { withNewName } from "./names";
import { makeMotoShadow } from "./moto-shadow";

export interface MakeImagesOptions {
  readonly images: ImageStore;
  readonly states: ImageStates;
  readonly ec2Of: (accountId: string, region: string) => sdk.EC2Client;
}

/**
 * The instance is not rebooted, as with NoReboot.
 * @throws AwsError as withNewName does, and IncorrectState for an instance that is neither running nor stopped
 */
export function createImage({ images, states, ec2Of }: MakeImagesOptions): Ec2Operation {
  return ec2Operation<sdk.CreateImageResult>(sdk.CreateImage$, async (input, request) => {
    const owner = locationOf(request);
    const { region } = owner;
    const ec2 = ec2Of(owner.accountId, region);
    const InstanceId = stringOf(input, "InstanceId");
    if (InstanceId === undefined) throw missingParameter("InstanceId");
    return withNewName(images, owner, stringOf(input, "Name"), async (name) => {
      const tags = tagsFor(input, "image", "snapshot");
      const instance = await readInstance(ec2, InstanceId);
      const source = images.findEver(owner, instance.ImageId ?? "");
      const rootDeviceName = source?.rootDeviceName ?? instance.RootDeviceName ?? "";

      const id = await makeMotoShadow(ec2, name, tags.image);
      const settings = { region, description: `Created by CreateImage(${InstanceId}) for ${id}`, tags: tags.snapshot };
      const changes = deviceChanges(input);
      const devices = await Promise.all(
        (await readVolumes(ec2, instance))
          .filter(({ deviceName }) => !changes.get(deviceName)?.isLeftOut)
          .map(async ({ deviceName, volume, deleteOnTermination }) => {
            const snapshot = await takeSnapshot(ec2, volume, settings);
            const change = changes.get(deviceName);
            return {
              ...deviceOf(deviceName, snapshot),
              size: change?.size ?? volume.Size ?? 0,
              volumeType: change?.volumeType ?? volume.VolumeType ?? "standard",
              deleteOnTermination: change?.deleteOnTermination ?? deleteOnTermination,
            };
          }),
      );
      const image: Image = {
        id,
        region,
        ownerId: owner.accountId,
        name,
        description: stringOf(input, "Description"),
        architecture: source?.architecture ?? instance.Architecture ?? "x86_64",
        platform: source?.platform ?? instance.Platform,
        rootDeviceName,
        devices,
        createdAt: new Date(),
        sourceInstanceId: InstanceId,
        sourceImageId: source?.id,
        sourceImageRegion: source?.region,
        launchPermissions: [],
      };
      states.begin(image);
      images.put(image);
      return { ImageId: id };
    });
  });
}

/** @throws AwsError as withNewName does, and InvalidSnapshot.NotFound */
export function registerImage({ images, ec2Of }: MakeImagesOptions): Ec2Operation {
  return ec2Operation<sdk.RegisterImageResult>(sdk.RegisterImage$, async (input, request) => {
    const owner = locationOf(request);
    const { region } = owner;
    const ec2 = ec2Of(owner.accountId, region);
    return withNewName(images, owner, stringOf(input, "Name"), async (name) => {
      const tags = tagsFor(input, "image", "snapshot");
      const devices = await Promise.all(
        [...deviceChanges(input)].flatMap(([deviceName, { snapshotId, size, volumeType, deleteOnTermination }]) => {
          if (snapshotId === undefined) return [];
          const command = new sdk.DescribeSnapshotsCommand({ SnapshotIds: [snapshotId] });
          return [
            ec2.send(command).then(({ Snapshots: [snapshot = {}] = [] }) => ({
              ...deviceOf(deviceName, snapshot),
              size: size ?? snapshot.VolumeSize ?? 0,
              volumeType: volumeType ?? "standard",
              deleteOnTermination: deleteOnTermination ?? true,
            })),
          ];
        }),
      );
      const id = await makeMotoShadow(ec2, name, tags.image);
      images.put({
        id,
        region,
        ownerId: owner.accountId,
        name,
        description: stringOf(input, "Description"),
        architecture: (stringOf(input, "Architecture") as sdk.ArchitectureValues | undefined) ?? "x86_64",
        rootDeviceName: stringOf(input, "RootDeviceName") ?? devices[0]?.deviceName ?? "/dev/xvda",
        devices,
        createdAt: new Date(),
        imdsSupport: stringOf(input, "ImdsSupport"),
        launchPermissions: [],
      });
      return { ImageId: id };
    });
  });
}

/** A device of an image with the properties of its snapshot. */
export function deviceOf(
  deviceName: string,
  { SnapshotId = "", VolumeSize = 0, Encrypted = false, KmsKeyId }: sdk.Snapshot,
): Pick<ImageDevice, "deviceName" | "snapshotId" | "size" | "encrypted" | "kmsKeyId"> {
  return {
    deviceName,
    snapshotId: SnapshotId,
    size: VolumeSize,
    encrypted: Encrypted,
    kmsKeyId: Encrypted ? KmsKeyId : undefined,
  };
}

async function readInstance(ec2: sdk.EC2Client, InstanceId: string): Promise<sdk.Instance> {
  const { Reservations = [] } = await ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [InstanceId] }));
  const instance = Reservations[0]?.Instances?.[0] ?? {};
  const state = instance.State?.Name;
  if (state !== "running" && state !== "stopped") {
    throw new AwsError("IncorrectState", `Instance ${InstanceId} is not in state 'running' or 'stopped'.`);
  }
  return instance;
}

interface InstanceVolume {
  readonly deviceName: string;
  readonly volume: sdk.Volume;
  readonly deleteOnTermination: boolean;
}

async function readVolumes(ec2: sdk.EC2Client, instance: sdk.Instance): Promise<readonly InstanceVolume[]> {
  const mappings = instance.BlockDeviceMappings ?? [];
  const VolumeIds = mappings.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []);
  if (VolumeIds.length === 0) return [];
  const { Volumes = [] } = await ec2.send(new sdk.DescribeVolumesCommand({ VolumeIds }));
  return mappings.flatMap(({ DeviceName: deviceName = "", Ebs }) => {
    const volume = Volumes.find(({ VolumeId }) => VolumeId === Ebs?.VolumeId);
    return volume === undefined ? [] : [{ deviceName, volume, deleteOnTermination: Ebs?.DeleteOnTermination ?? false }];
  });
}

interface DeviceChange {
  readonly isLeftOut: boolean;
  readonly snapshotId: string | undefined;
  readonly size: number | undefined;
  readonly volumeType: string | undefined;
  readonly deleteOnTermination: boolean | undefined;
}

/** The request's block device mappings by device name. */
function deviceChanges(input: Input): ReadonlyMap<string, DeviceChange> {
  return new Map(
    objectsOf(input, "BlockDeviceMapping").map((mapping) => {
      const ebs = isObject(mapping["Ebs"]) ? mapping["Ebs"] : {};
      const size = stringOf(ebs, "VolumeSize");
      const isDeleted = stringOf(ebs, "DeleteOnTermination");
      return [
        stringOf(mapping, "DeviceName") ?? "",
        {
          isLeftOut: "NoDevice" in mapping,
          snapshotId: stringOf(ebs, "SnapshotId"),
          size: size === undefined ? undefined : Number(size),
          volumeType: stringOf(ebs, "VolumeType"),
          deleteOnTermination: isDeleted === undefined ? undefined : isDeleted === "true",
        },
      ];
    }),
  );
}
