/** Names of images: one of a kind within an account and Region. */
import { AwsError } from "../../protocol/aws-error";
import { missingParameter } from "./errors";
import type { ImageStore } from "./image-store";

const NAME = /^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/;

/**
 * The name for a new image.
 * @throws AwsError MissingParameter, InvalidAMIName.Malformed, InvalidAMIName.Duplicate (EC2 API Reference, "CreateImage")
 */
export function newName(
  images: ImageStore,
  owner: { readonly accountId: string; readonly region: string },
  name: string | undefined,
): string {
  if (name === undefined) throw missingParameter("Name");
  if (!NAME.test(name)) {
    throw new AwsError(
      "InvalidAMIName.Malformed",
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '[', ']', ' ', '.', '/', '-', ''', '@' and '_'",
    );
  }
  const same = images.usableBy(owner).find((image) => image.ownerId === owner.accountId && image.name === name);
  if (same !== undefined) {
    throw new AwsError("InvalidAMIName.Duplicate", `AMI name ${name} is already in use by AMI ${same.id}`);
  }
  return name;
}
