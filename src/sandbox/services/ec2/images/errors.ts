/** Errors of requests for images. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
import { AwsError } from "../../../protocol/aws-error";

/** For images that do not exist, and for those that are not shared with the caller. */
export function noSuchImages(ids: readonly string[]): AwsError {
  const [noun, verb] = ids.length > 1 ? ["ids", "do"] : ["id", "does"];
  return new AwsError("InvalidAMIID.NotFound", `The image ${noun} '[${ids.join(", ")}]' ${verb} not exist`);
}

export function malformedImageId(id: string): AwsError {
  return new AwsError("InvalidAMIID.Malformed", `Invalid id: "${id}" (expecting "ami-...")`);
}

export function imageIsGone(id: string): AwsError {
  return new AwsError("InvalidAMIID.Unavailable", `The image ID '${id}' is no longer available`);
}

/** For an image that the caller may use and another account owns. */
export function notYourImage(id: string): AwsError {
  return new AwsError("AuthFailure", `Not authorized for image:${id}`, 403);
}

export function missingParameter(name: string): AwsError {
  return new AwsError("MissingParameter", `The request must contain the parameter ${name}`);
}
