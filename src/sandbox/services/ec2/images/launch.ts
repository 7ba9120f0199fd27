/**
 * RunInstances from images that the caller may use, with the volumes of image, launch template and request. moto accepts
 * any image id, and gives instances of an unknown image an architecture and a root device of its own.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { isObject } from "../../../../document/json";
import { objectsOf, stringOf, type Input } from "../../../protocol/input";
import type { Principal } from "../../../identities/principals";
import { correctedAnswers, inMotosWords } from "../../../protocol/ec2";
import type { CallerRequest, ServiceLayer } from "../../../protocol/message";
import { withInput } from "../../../protocol/with-input";
import { locationOf } from "../../../protocol/location";
import type { CheckInstanceType } from "../instances/instance-types";
import type { RequireKeyUse } from "../ebs/key-use";
import type { EbsKeys } from "../ebs/keys";
import type { Image, ImageDevice } from "./image";
import type { ImageStates } from "./image-states";
import type { ImageStore } from "./image-store";

export interface LaunchOptions {
  readonly images: ImageStore;
  readonly states: ImageStates;
  readonly keys: EbsKeys;
  readonly requireKeyUse: RequireKeyUse;
  readonly checkType: CheckInstanceType;
  readonly ec2Of: (accountId: string, region: string) => sdk.EC2Client;
}

/** Settings of one volume, named as in `BlockDeviceMapping.1.Ebs`. */
type EbsSettings = Readonly<Record<string, string>>;

export function launchesFromImages(options: LaunchOptions): ServiceLayer {
  const { images, keys } = options;
  return async (request, next) => {
    if (request.operation !== "RunInstances") return next(request);
    const { caller, input } = request;
    const location = locationOf(request);
    const template = await templateOf(options, input, request);
    const image = images.usable(location, stringOf(input, "ImageId") ?? template.imageId);
    options.states.requireLaunchable(image);
    await options.checkType(stringOf(input, "InstanceType") ?? template.instanceType, image.architecture, location);
    await requireKeysOf(image, caller, options.requireKeyUse);

    const devices = new Map(
      image.devices.map((device) => [device.deviceName, settingsOf(image, device, caller.accountId)]),
    );
    for (const [deviceName, settings] of [...template.devices, ...devicesIn(input)]) {
      if (settings === undefined) devices.delete(deviceName);
      else devices.set(deviceName, overridden(devices.get(deviceName), settings));
    }
    const mappings = [...devices].map(async ([DeviceName, settings]) => {
      const key = settings["KmsKeyId"];
      return {
        DeviceName,
        Ebs: key === undefined ? settings : { ...settings, KmsKeyId: await keys.arn(location, key) },
      };
    });
    return next(withInput(request, { ...input, BlockDeviceMapping: await Promise.all(mappings) }));
  };
}

/** Requires use of an image's keys, unless the caller's account owns the image. @throws AwsError AccessDeniedException */
export async function requireKeysOf(image: Image, caller: Principal, require: RequireKeyUse): Promise<void> {
  if (image.ownerId === caller.accountId) return;
  for (const keyArn of new Set(image.devices.flatMap(({ kmsKeyId }) => kmsKeyId ?? []))) await require(caller, keyArn);
}

/** Gives instances the properties of their image, even after it is deregistered. */
export function instancesOfImages(images: ImageStore, operation: "RunInstances" | "DescribeInstances"): ServiceLayer {
  const correct = ({ Instances = [], ...rest }: sdk.Reservation, request: CallerRequest): sdk.Reservation => ({
    ...rest,
    Instances: Instances.map((instance) => {
      const image = images.findEver(locationOf(request), instance.ImageId ?? "");
      return image === undefined ? instance : { ...instance, ...factsOf(image) };
    }),
  });
  return operation === "RunInstances"
    ? correctedAnswers<sdk.Reservation>(sdk.RunInstances$, correct)
    : correctedAnswers<sdk.DescribeInstancesResult>(
        sdk.DescribeInstances$,
        ({ Reservations = [], ...rest }, request) => ({
          ...rest,
          Reservations: Reservations.map((reservation) => correct(reservation, request)),
        }),
      );
}

function factsOf({ architecture, platform, rootDeviceName }: Image): Partial<sdk.Instance> {
  return {
    Architecture: architecture,
    Platform: platform,
    RootDeviceName: rootDeviceName,
    RootDeviceType: "ebs",
    VirtualizationType: "hvm",
  };
}

/**
 * The settings of the volume that is created for a device of an image. An encrypted volume stays encrypted: under its own
 * key in the owner's account, and under the account's default key in another account.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html
 */
function settingsOf({ ownerId }: Image, device: ImageDevice, accountId: string): EbsSettings {
  const isOwn = ownerId === accountId;
  return {
    VolumeSize: String(device.size),
    VolumeType: device.volumeType,
    DeleteOnTermination: String(device.deleteOnTermination),
    // moto searches for the snapshot in the caller's account.
    ...(isOwn && { SnapshotId: device.snapshotId }),
    ...(device.encrypted && { Encrypted: "true" }),
    ...(device.encrypted && isOwn && device.kmsKeyId !== undefined && { KmsKeyId: device.kmsKeyId }),
  };
}

/** Settings overridden by those of the request. An encrypted volume cannot become unencrypted. */
function overridden(settings: EbsSettings = {}, requested: EbsSettings): EbsSettings {
  const merged = { ...settings, ...requested };
  return settings["Encrypted"] === "true" ? { ...merged, Encrypted: "true" } : merged;
}

/** Devices of a request. Undefined settings mean NoDevice. */
type Devices = readonly (readonly [string, EbsSettings | undefined])[];

function devicesIn(input: Input): Devices {
  return objectsOf(input, "BlockDeviceMapping").map((mapping) => {
    const ebs = isObject(mapping["Ebs"]) ? mapping["Ebs"] : {};
    const settings = Object.entries(ebs).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return [stringOf(mapping, "DeviceName") ?? "", "NoDevice" in mapping ? undefined : Object.fromEntries(settings)];
  });
}

async function templateOf(
  { ec2Of }: LaunchOptions,
  input: Input,
  { caller, region }: CallerRequest,
): Promise<{
  readonly imageId?: string | undefined;
  readonly instanceType?: string | undefined;
  readonly devices: Devices;
}> {
  const template = input["LaunchTemplate"];
  if (!isObject(template)) return { devices: [] };
  const { LaunchTemplateVersions: [version] = [] } = await inMotosWords(() =>
    ec2Of(caller.accountId, region).send(
      new sdk.DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: stringOf(template, "LaunchTemplateId"),
        LaunchTemplateName: stringOf(template, "LaunchTemplateName"),
        Versions: [stringOf(template, "Version") ?? "$Default"],
      }),
    ),
  );
  const {
    ImageId: imageId,
    InstanceType: instanceType,
    BlockDeviceMappings: mappings = [],
  } = version?.LaunchTemplateData ?? {};
  return {
    imageId,
    instanceType,
    devices: mappings.map(({ DeviceName = "", Ebs = {}, NoDevice }) => {
      const settings = Object.entries(Ebs).flatMap(([name, value]) =>
        value === undefined || value === null ? [] : [[name, String(value)]],
      );
      return [DeviceName, NoDevice === undefined ? (Object.fromEntries(settings) as EbsSettings) : undefined];
    }),
  };
}
