/**
 * Root volumes as EC2 makes them: a block device mapping that leaves the size out gets that of the image. moto refuses such
 * a mapping, although every root volume of which only the encryption is set has one. And where a request has no mapping,
 * the root volume of a public image is at the image's root device: moto would put it at another one than it says.
 */
import type { ServiceLayer } from "../protocol/message";
import { isPublicImage, ROOT_DEVICE } from "./public-images";

/** GiB; the size of the root volume of Amazon Linux's images. */
const IMAGE_SIZE = "8";

export function ec2RootVolume(): ServiceLayer {
  return (request, next) => {
    if (request.operation !== "RunInstances") return next(request);
    const parameters = new URLSearchParams(request.parameters);
    if (isPublicImage(parameters.get("ImageId")) && !hasMapping(parameters)) {
      parameters.set("BlockDeviceMapping.1.DeviceName", ROOT_DEVICE);
      parameters.set("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true");
    }
    for (const mapping of mappingsWithoutSize(parameters)) parameters.set(`${mapping}.Ebs.VolumeSize`, IMAGE_SIZE);
    return next({ ...request, parameters, body: Buffer.from(parameters.toString()) });
  };
}

function hasMapping(parameters: URLSearchParams): boolean {
  return [...parameters.keys()].some((key) => key.startsWith("BlockDeviceMapping."));
}

/** `BlockDeviceMapping.1` and so on, where EBS settings name neither a size nor a snapshot. */
function mappingsWithoutSize(parameters: URLSearchParams): readonly string[] {
  const mappings = [...parameters.keys()].flatMap((key) => /^(BlockDeviceMapping\.\d+)\.Ebs\./.exec(key)?.[1] ?? []);
  return [...new Set(mappings)].filter(
    (mapping) => !parameters.has(`${mapping}.Ebs.VolumeSize`) && !parameters.has(`${mapping}.Ebs.SnapshotId`),
  );
}
