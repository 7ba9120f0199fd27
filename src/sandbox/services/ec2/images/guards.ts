/** Requests to EC2 that are refused because of images. */
import { AwsError } from "../../../protocol/aws-error";
import { stringOf, stringsOf } from "../../../protocol/input";
import type { ServiceLayer } from "../../../protocol/message";
import { locationOf } from "../../../protocol/location";
import type { ImageStore } from "./image-store";

/** Refuses to delete a snapshot while an image of its owner uses it. */
export function snapshotsInUse(images: ImageStore): ServiceLayer {
  return async (request, next) => {
    const id = stringOf(request.input, "SnapshotId");
    if (request.operation !== "DeleteSnapshot" || id === undefined) return next(request);
    const user = images.usersOf(request.region, id).find(({ ownerId }) => ownerId === request.caller.accountId);
    if (user === undefined) return next(request);
    throw new AwsError("InvalidSnapshot.InUse", `The snapshot ${id} is currently in use by ${user.id}`);
  };
}

/**
 * Refuses tags for other accounts' images. On AWS an account can add its own tags to images that others share with it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
 */
export function tagsOfOwnImages(images: ImageStore): ServiceLayer {
  return async (request, next) => {
    if (request.operation !== "CreateTags" && request.operation !== "DeleteTags") return next(request);
    const reader = locationOf(request);
    for (const id of stringsOf(request.input, "ResourceId")) {
      if (!id.startsWith("ami-")) continue;
      if (images.usable(reader, id).ownerId === reader.accountId) continue;
      const message = `Fleetbook's sandbox supports tags only for an account's own images, and ${id} belongs to another account.`;
      throw new AwsError("UnsupportedOperation", message);
    }
    return next(request);
  };
}
