/** The attributes of an image, which only its owner may read and change, and DeregisterImage. */
import * as sdk from "@aws-sdk/client-ec2";
import { isObject } from "../../../../document/json";
import { stringOf, type Input } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { ec2Operation, type Ec2Operation } from "../../../protocol/ec2";
import type { CallerRequest } from "../../../protocol/message";
import { locationOf } from "../../../protocol/location";
import type { EbsKeys } from "../ebs/keys";
import type { ImagePublicAccess } from "./block-public-access";
import { isPublic, type Image } from "./image";
import type { ImageStates } from "./image-states";
import type { ImageStore } from "./image-store";
import { changed, permissionChange } from "./launch-permissions";
import { removeMotoShadow } from "./moto-shadow";

export interface ImageAttributesOptions {
  readonly images: ImageStore;
  readonly states: ImageStates;
  readonly keys: EbsKeys;
  readonly publicAccess: ImagePublicAccess;
  readonly ec2Of: (accountId: string, region: string) => sdk.EC2Client;
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
 * @throws AwsError AuthFailure for an image that another account owns; InvalidAMIID.Unavailable while it is pending; InvalidParameter if a new permission would share
 *   volumes encrypted under an AWS managed key, or make encrypted volumes public; OperationNotPermitted while public access
 *   is blocked
 */
export function modifyImageAttribute(options: ImageAttributesOptions): Ec2Operation {
  const { images, states } = options;
  return ec2Operation<Record<string, never>>(sdk.ModifyImageAttribute$, async (input, request) => {
    const image = ownImage(images, input, request);
    states.requireAvailable(image);
    const attribute = stringOf(input, "Attribute");
    const change = permissionChange(input);
    const description = valueOf(input, "Description") ?? (attribute === "description" ? value(input) : undefined);
    const imdsSupport = valueOf(input, "ImdsSupport") ?? (attribute === "imdsSupport" ? value(input) : undefined);
    if (change.add.length + change.remove.length === 0 && (description ?? imdsSupport) === undefined) {
      throw new AwsError("InvalidParameterCombination", "No attributes specified.");
    }
    await checkAddition(options, image, request, change.add);
    images.put({
      ...image,
      launchPermissions: changed(image.launchPermissions, change),
      ...(description !== undefined && { description }),
      ...(imdsSupport !== undefined && { imdsSupport }),
    });
    return {};
  });
}

async function checkAddition(
  { keys, publicAccess }: ImageAttributesOptions,
  image: Image,
  request: CallerRequest,
  added: readonly sdk.LaunchPermission[],
): Promise<void> {
  if (added.length === 0) return;
  const location = locationOf(request);
  for (const { encrypted, kmsKeyId } of image.devices) {
    if (encrypted && (kmsKeyId === undefined || (await keys.isAwsManaged(location, kmsKeyId)))) {
      throw new AwsError("InvalidParameter", "Snapshots encrypted with the AWS Managed CMK can't be shared");
    }
  }
  if (!isPublic({ launchPermissions: added })) return;
  if (publicAccess.isBlocked(location)) {
    const message =
      "You can’t publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.";
    throw new AwsError("OperationNotPermitted", message);
  }
  if (image.devices.some(({ encrypted }) => encrypted)) {
    throw new AwsError("InvalidParameter", "Encrypted snapshots cannot be shared publicly");
  }
}

/** @throws AwsError AuthFailure for an image that another account owns */
export function describeImageAttribute({ images }: ImageAttributesOptions): Ec2Operation {
  return ec2Operation<sdk.ImageAttribute>(sdk.DescribeImageAttribute$, (input, request) => {
    const image = ownImage(images, input, request);
    const attribute = stringOf(input, "Attribute");
    switch (attribute) {
      case "launchPermission":
        return { ImageId: image.id, LaunchPermissions: [...image.launchPermissions] };
      case "description":
        return { ImageId: image.id, Description: { Value: image.description } };
      case "imdsSupport":
        return { ImageId: image.id, ImdsSupport: { Value: image.imdsSupport } };
      case "bootMode":
        return { ImageId: image.id, BootMode: { Value: image.architecture === "arm64" ? "uefi" : "uefi-preferred" } };
      case "sriovNetSupport":
        return { ImageId: image.id, SriovNetSupport: { Value: "simple" } };
      case "productCodes":
        return { ImageId: image.id, ProductCodes: [] };
      case "blockDeviceMapping":
        // AWS refuses this even to owners. DescribeImages returns the devices.
        throw new AwsError("AuthFailure", "Unauthorized attempt to access restricted resource", 403);
      default:
        throw new AwsError("InvalidParameterValue", `Value (${attribute ?? ""}) for parameter attribute is invalid.`);
    }
  });
}

/** Removes all launch permissions. */
export function resetImageAttribute({ images }: ImageAttributesOptions): Ec2Operation {
  return ec2Operation<Record<string, never>>(sdk.ResetImageAttribute$, (input, request) => {
    images.put({ ...ownImage(images, input, request), launchPermissions: [] });
    return {};
  });
}

/** Deletes the snapshots if the request says so, except those that other images use. */
export function deregisterImage({ images, ec2Of }: ImageAttributesOptions): Ec2Operation {
  return ec2Operation<sdk.DeregisterImageResult>(sdk.DeregisterImage$, async (input, request) => {
    const image = ownImage(images, input, request);
    const ec2 = ec2Of(image.ownerId, image.region);
    await removeMotoShadow(ec2, image.id);
    images.deregister(image);
    if (stringOf(input, "DeleteAssociatedSnapshots") !== "true") return { Return: true };
    const results = await Promise.all(
      image.devices.map(async ({ snapshotId }): Promise<sdk.DeleteSnapshotReturnCode> => {
        if (images.usersOf(image.region, snapshotId).length > 0)
          return { SnapshotId: snapshotId, ReturnCode: "skipped" };
        await ec2.send(new sdk.DeleteSnapshotCommand({ SnapshotId: snapshotId }));
        return { SnapshotId: snapshotId, ReturnCode: "success" };
      }),
    );
    return { Return: true, DeleteSnapshotResults: results };
  });
}

function ownImage(images: ImageStore, input: Input, request: CallerRequest): Image {
  return images.own(locationOf(request), stringOf(input, "ImageId"));
}

/** `Description.Value` */
function valueOf(input: Input, attribute: string): string | undefined {
  const structure = input[attribute];
  const given = isObject(structure) ? structure["Value"] : undefined;
  return typeof given === "string" ? given : undefined;
}

function value(input: Input): string | undefined {
  return typeof input["Value"] === "string" ? input["Value"] : undefined;
}
