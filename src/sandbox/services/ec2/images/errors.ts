/** What requests about images are refused with. (EC2 API Reference, "Error codes for the Amazon EC2 API") */
import { AwsError } from "../../../protocol/aws-error";

/** What is not there and what is not shared with the caller look the same. */
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

/** The caller can use the image, and another account owns it. */
export function notYourImage(id: string): AwsError {
  return new AwsError("AuthFailure", `Not authorized for image:${id}`, 403);
}

export function missingParameter(name: string): AwsError {
  return new AwsError("MissingParameter", `The request must contain the parameter ${name}`);
}
