/**
 * DescribeImages: the caller's own images, public ones, and those that other accounts share with the caller.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import type { Fleet } from "../../../../fleet/model";
import { stringsOf, type Input } from "../../../protocol/input";
import { ec2Operation, type Ec2Operation } from "../../../protocol/ec2";
import type { CallerRequest } from "../../../protocol/message";
import { locationOf } from "../../../protocol/location";
import { malformedImageId, noSuchImages } from "./errors";
import { imageFilter, type ListedImage } from "./filters";
import { isPublic, isSharedWith, type Image, type ImageDevice } from "./image";
import type { ImageStates } from "./image-states";
import type { ImageStore } from "./image-store";

export interface DescribeImagesOptions {
  readonly fleet: Fleet;
  readonly images: ImageStore;
  readonly states: ImageStates;
  readonly ec2Of: (accountId: string, region: string) => sdk.EC2Client;
}

/** @throws AwsError InvalidAMIID.NotFound for an id of no image, or of one that the caller may not use */
export function describeImages(options: DescribeImagesOptions): Ec2Operation {
  return ec2Operation<sdk.DescribeImagesResult>(sdk.DescribeImages$, async (input, request) => {
    const requested = requestedImages(options, input, request);
    const isMeant = imageFilter(input);
    const tags = requested.length > 0 ? await tagsOfImages(options, request) : new Map<string, sdk.Tag[]>();
    return {
      Images: requested
        .map((image) => ({ image, state: options.states.of(image), tags: tags.get(image.id) ?? [] }))
        .filter(isMeant)
        .map(described),
    };
  });
}

function requestedImages(
  { fleet, images }: DescribeImagesOptions,
  input: Input,
  request: CallerRequest,
): readonly Image[] {
  const { accountId } = request.caller;
  const reader = locationOf(request);
  const ids = stringsOf(input, "ImageId");
  const owners = stringsOf(input, "Owner").map((owner) => (owner === "self" ? accountId : owner));
  const users = stringsOf(input, "ExecutableBy");
  const malformed = ids.find((id) => !/^ami-[0-9a-z]+$/.test(id));
  if (malformed !== undefined) throw malformedImageId(malformed);
  // Recently deregistered images are left out of the answer, and are not an error.
  const missing = ids.filter((id) => images.findEver(reader, id) === undefined);
  if (missing.length > 0) throw noSuchImages(missing);
  return images
    .usableBy(reader)
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(
      ({ ownerId, ownerAlias = "" }) =>
        owners.length === 0 || owners.some((one) => [ownerId, ownerAlias].includes(one)),
    )
    .filter((image) => users.length === 0 || users.some((user) => isExecutableBy(fleet, image, user, accountId)));
}

/**
 * Whether an image matches `ExecutableUsers`. `self` matches images shared with the account, its organization and its OUs.
 * Another account's id matches images shared with that id. `all` matches public images.
 */
function isExecutableBy(fleet: Fleet, image: Image, user: string, accountId: string): boolean {
  if (user === "all") return isPublic(image);
  if (user === "self" || user === accountId) return isSharedWith(fleet, image, accountId);
  return image.launchPermissions.some(({ UserId }) => UserId === user);
}

/** The tags that the caller's account has given. Only the owner sees the owner's tags. */
async function tagsOfImages(
  { ec2Of }: DescribeImagesOptions,
  { caller, region }: CallerRequest,
): Promise<Map<string, sdk.Tag[]>> {
  const { Tags = [] } = await ec2Of(caller.accountId, region).send(
    new sdk.DescribeTagsCommand({ Filters: [{ Name: "resource-type", Values: ["image"] }] }),
  );
  const tags = new Map<string, sdk.Tag[]>();
  for (const { ResourceId = "", Key, Value } of Tags) {
    tags.set(ResourceId, [...(tags.get(ResourceId) ?? []), { Key, Value }]);
  }
  return tags;
}

function described({ image, state, tags }: ListedImage): sdk.Image {
  return {
    ImageId: image.id,
    ImageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    State: state,
    OwnerId: image.ownerId,
    ImageOwnerAlias: image.ownerAlias,
    CreationDate: image.createdAt.toISOString(),
    Public: isPublic(image),
    Architecture: image.architecture,
    ImageType: "machine",
    Platform: image.platform,
    PlatformDetails: image.platform === "Windows" ? "Windows" : "Linux/UNIX",
    UsageOperation: image.platform === "Windows" ? "RunInstances:0002" : "RunInstances",
    Name: image.name,
    Description: image.description,
    RootDeviceName: image.rootDeviceName,
    RootDeviceType: "ebs",
    VirtualizationType: "hvm",
    Hypervisor: "xen",
    EnaSupport: true,
    SriovNetSupport: "simple",
    BootMode: image.architecture === "arm64" ? "uefi" : "uefi-preferred",
    ImdsSupport: image.imdsSupport as sdk.ImdsSupportValues | undefined,
    SourceInstanceId: image.sourceInstanceId,
    SourceImageId: image.sourceImageId,
    SourceImageRegion: image.sourceImageRegion,
    BlockDeviceMappings: image.devices.map(mapping),
    Tags: [...tags],
  };
}

/** AWS returns a volume's key with the snapshot and not here. */
function mapping(device: ImageDevice): sdk.BlockDeviceMapping {
  return {
    DeviceName: device.deviceName,
    Ebs: {
      SnapshotId: device.snapshotId,
      VolumeSize: device.size,
      VolumeType: device.volumeType as sdk.VolumeType,
      DeleteOnTermination: device.deleteOnTermination,
      Encrypted: device.encrypted,
    },
  };
}
