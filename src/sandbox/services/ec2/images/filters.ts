/** Filters of DescribeImages. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
import type { ImageState, Tag } from "@aws-sdk/client-ec2";
import { objectsOf, stringOf, stringsOf, type Input } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { filterPattern } from "../filter-pattern";
import { isPublic, type Image } from "./image";

export interface ListedImage {
  readonly image: Image;
  readonly state: ImageState;
  /** The tags that the caller's account has given. */
  readonly tags: readonly Tag[];
}

/** The values of an image that each filter compares. */
const FILTERS: Readonly<Record<string, (listed: ListedImage) => readonly (string | undefined)[]>> = {
  architecture: ({ image }) => [image.architecture],
  "block-device-mapping.delete-on-termination": ({ image }) =>
    image.devices.map(({ deleteOnTermination }) => String(deleteOnTermination)),
  "block-device-mapping.device-name": ({ image }) => image.devices.map(({ deviceName }) => deviceName),
  "block-device-mapping.encrypted": ({ image }) => image.devices.map(({ encrypted }) => String(encrypted)),
  "block-device-mapping.snapshot-id": ({ image }) => image.devices.map(({ snapshotId }) => snapshotId),
  "block-device-mapping.volume-size": ({ image }) => image.devices.map(({ size }) => String(size)),
  "block-device-mapping.volume-type": ({ image }) => image.devices.map(({ volumeType }) => volumeType),
  "creation-date": ({ image }) => [image.createdAt.toISOString()],
  description: ({ image }) => [image.description],
  "ena-support": () => ["true"],
  hypervisor: () => ["xen"],
  "image-id": ({ image }) => [image.id],
  "image-type": () => ["machine"],
  "is-public": ({ image }) => [String(isPublic(image))],
  name: ({ image }) => [image.name],
  "owner-alias": ({ image }) => [image.ownerAlias],
  "owner-id": ({ image }) => [image.ownerId],
  platform: ({ image }) => [image.platform],
  "root-device-name": ({ image }) => [image.rootDeviceName],
  "root-device-type": () => ["ebs"],
  "source-image-id": ({ image }) => [image.sourceImageId],
  "source-image-region": ({ image }) => [image.sourceImageRegion],
  "source-instance-id": ({ image }) => [image.sourceInstanceId],
  state: ({ state }) => [state],
  "tag-key": ({ tags }) => tags.map(({ Key }) => Key),
  "virtualization-type": () => ["hvm"],
};

/** Whether an image matches the filters of a request. Every filter must match, with any of its values. */
export function imageFilter(input: Input): (listed: ListedImage) => boolean {
  const filters = objectsOf(input, "Filter").map((filter) => {
    const name = stringOf(filter, "Name") ?? "";
    const values = stringsOf(filter, "Value").map(filterPattern);
    const read = valuesOf(name);
    return (listed: ListedImage) =>
      read(listed).some((value) => value !== undefined && values.some((expected) => expected.test(value)));
  });
  return (listed) => filters.every((holds) => holds(listed));
}

function valuesOf(name: string): (listed: ListedImage) => readonly (string | undefined)[] {
  if (name.startsWith("tag:")) {
    const key = name.slice("tag:".length);
    return ({ tags }) => tags.flatMap(({ Key, Value }) => (Key === key ? [Value] : []));
  }
  const read = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (read === undefined) throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
  return read;
}
