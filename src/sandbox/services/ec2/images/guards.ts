/** What other operations of EC2 may not do because of images. */
import { AwsError } from "../../../protocol/aws-error";
import { stringOf, stringsOf } from "../../../protocol/input";
import type { ServiceLayer } from "../../../protocol/message";
import type { ImageStore } from "./image-store";

/** A snapshot stays as long as an image of its owner is made of it. */
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
 * Tags are the owner's to give. On AWS an account can tag what others share with it too, for itself; here it is told that
 * it cannot, before it looks for a tag that is not there. (EC2 User Guide, "Tag your Amazon EC2 resources")
 */
export function tagsOfOwnImages(images: ImageStore): ServiceLayer {
  return async (request, next) => {
    if (request.operation !== "CreateTags" && request.operation !== "DeleteTags") return next(request);
    const reader = { accountId: request.caller.accountId, region: request.region };
    for (const id of stringsOf(request.input, "ResourceId")) {
      if (!id.startsWith("ami-")) continue;
      if (images.usable(reader, id).ownerId === reader.accountId) continue;
      const message = `Fleetbook's sandbox keeps tags of an account's own images only, and ${id} is another account's.`;
      throw new AwsError("UnsupportedOperation", message);
    }
    return next(request);
  };
}
