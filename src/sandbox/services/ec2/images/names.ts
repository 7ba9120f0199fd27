/**
 * Names of images, which are unique within an account and Region.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
 */
import { AwsError } from "../../../protocol/aws-error";
import { missingParameter } from "./errors";
import type { ImageStore } from "./image-store";
import type { Location } from "../../../../iam/location";

const NAME = /^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/;

/**
 * Creates an image with a name that is reserved meanwhile.
 * @throws AwsError MissingParameter, InvalidAMIName.Malformed, InvalidAMIName.Duplicate
 */
export async function withNewName<T>(
  images: ImageStore,
  owner: Location,
  name: string | undefined,
  make: (name: string) => Promise<T>,
): Promise<T> {
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
  const release = images.reserveName(owner, name);
  if (release === undefined) {
    throw new AwsError(
      "InvalidAMIName.Duplicate",
      `AMI name ${name} is already in use by an AMI that is being created`,
    );
  }
  try {
    return await make(name);
  } finally {
    release();
  }
}
