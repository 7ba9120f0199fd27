/**
 * Block public access for AMIs, per account and Region. It is enabled by default, as it is for AWS accounts without public
 * AMIs since October 2023. On AWS a change takes up to ten minutes. Here it takes effect at once.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { locationKey, type Location } from "../../../../iam/location";
import { stringOf } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { ec2Operation, type Ec2Operation } from "../../../protocol/ec2";
import { locationOf } from "../../../protocol/location";
import { missingParameter } from "./errors";

const BLOCKED = "block-new-sharing";
const UNBLOCKED = "unblocked";

export class ImagePublicAccess {
  readonly #unblocked = new Set<string>();

  isBlocked(location: Location): boolean {
    return !this.#unblocked.has(locationKey(location));
  }

  block(location: Location): void {
    this.#unblocked.delete(locationKey(location));
  }

  unblock(location: Location): void {
    this.#unblocked.add(locationKey(location));
  }
}

export function imagePublicAccessOperations(publicAccess: ImagePublicAccess): readonly Ec2Operation[] {
  return [
    ec2Operation<sdk.EnableImageBlockPublicAccessResult>(sdk.EnableImageBlockPublicAccess$, (input, request) => {
      const state = stringOf(input, "ImageBlockPublicAccessState");
      if (state === undefined) throw missingParameter("ImageBlockPublicAccessState");
      if (state !== BLOCKED) {
        const message = `Value (${state}) for parameter ImageBlockPublicAccessState is invalid. Valid values are: ${BLOCKED}.`;
        throw new AwsError("InvalidParameterValue", message);
      }
      publicAccess.block(locationOf(request));
      return { ImageBlockPublicAccessState: BLOCKED };
    }),
    ec2Operation<sdk.DisableImageBlockPublicAccessResult>(sdk.DisableImageBlockPublicAccess$, (_, request) => {
      publicAccess.unblock(locationOf(request));
      return { ImageBlockPublicAccessState: UNBLOCKED };
    }),
    ec2Operation<sdk.GetImageBlockPublicAccessStateResult>(sdk.GetImageBlockPublicAccessState$, (_, request) => ({
      ImageBlockPublicAccessState: publicAccess.isBlocked(locationOf(request)) ? BLOCKED : UNBLOCKED,
    })),
  ];
}
