/** An image as the sandbox stores it, and who may use it. */
import type { ArchitectureValues, LaunchPermission, PlatformValues } from "@aws-sdk/client-ec2";
import type { Fleet } from "../../../../fleet/model";
import { organizationPath } from "../../../../fleet/names";
import { accountInOrganization } from "../../../accounts/organization-paths";

/** One volume of an image. */
export interface ImageDevice {
  readonly deviceName: string;
  /** In the owner's account and in the image's Region. */
  readonly snapshotId: string;
  /** GiB */
  readonly size: number;
  readonly volumeType: string;
  readonly deleteOnTermination: boolean;
  readonly encrypted: boolean;
  /** ARN of the key. Undefined if the volume is not encrypted. */
  readonly kmsKeyId: string | undefined;
}

export interface Image {
  readonly id: string;
  readonly region: string;
  readonly ownerId: string;
  readonly ownerAlias?: string | undefined;
  readonly name: string;
  readonly description: string | undefined;
  readonly architecture: ArchitectureValues;
  readonly platform?: PlatformValues | undefined;
  readonly rootDeviceName: string;
  readonly devices: readonly ImageDevice[];
  readonly createdAt: Date;
  readonly sourceInstanceId?: string | undefined;
  readonly sourceImageId?: string | undefined;
  readonly sourceImageRegion?: string | undefined;
  readonly imdsSupport?: string | undefined;
  readonly launchPermissions: readonly LaunchPermission[];
}

export function isPublic({ launchPermissions }: Pick<Image, "launchPermissions">): boolean {
  return launchPermissions.some(({ Group }) => Group === "all");
}

/** Whether an account may describe, launch and copy an image. */
export function mayUse(fleet: Fleet, image: Image, accountId: string): boolean {
  return image.ownerId === accountId || isPublic(image) || isSharedWith(fleet, image, accountId);
}

/** Whether the launch permissions name the account, its organization, or an OU that it is in at any depth. */
export function isSharedWith(
  fleet: Fleet,
  { launchPermissions }: Pick<Image, "launchPermissions">,
  accountId: string,
): boolean {
  const account = accountInOrganization(fleet, accountId);
  const path = account === undefined ? [] : organizationPath(fleet, account.parentId).split("/");
  const isIn = (arn: string | undefined) => arn !== undefined && path.includes(arn.split("/").at(-1) ?? arn);
  return launchPermissions.some(
    ({ UserId, OrganizationArn, OrganizationalUnitArn }) =>
      UserId === accountId || isIn(OrganizationArn) || isIn(OrganizationalUnitArn),
  );
}
