/**
 * Block public access for AMIs, per account and Region. It is enabled by default, as it is for AWS accounts without public
 * AMIs since October 2023. On AWS a change takes up to ten minutes. Here it takes effect at once.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { stringOf } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { ec2Operation, type Ec2Operation } from "../../../protocol/ec2";
import { missingParameter } from "./errors";

const BLOCKED = "block-new-sharing";
const UNBLOCKED = "unblocked";

interface Place {
  readonly accountId: string;
  readonly region: string;
}

export class ImagePublicAccess {
  readonly #unblocked = new Set<string>();

  isBlocked(place: Place): boolean {
    return !this.#unblocked.has(keyOf(place));
  }

  block(place: Place): void {
    this.#unblocked.delete(keyOf(place));
  }

  unblock(place: Place): void {
    this.#unblocked.add(keyOf(place));
  }
}

export function imagePublicAccessOperations(publicAccess: ImagePublicAccess): readonly Ec2Operation[] {
  return [
    ec2Operation<sdk.EnableImageBlockPublicAccessResult>(
      sdk.EnableImageBlockPublicAccess$,
      (input, { caller, region }) => {
        const state = stringOf(input, "ImageBlockPublicAccessState");
        if (state === undefined) throw missingParameter("ImageBlockPublicAccessState");
        if (state !== BLOCKED) {
          const message = `Value (${state}) for parameter ImageBlockPublicAccessState is invalid. Valid values are: ${BLOCKED}.`;
          throw new AwsError("InvalidParameterValue", message);
        }
        publicAccess.block({ accountId: caller.accountId, region });
        return { ImageBlockPublicAccessState: BLOCKED };
      },
    ),
    ec2Operation<sdk.DisableImageBlockPublicAccessResult>(
      sdk.DisableImageBlockPublicAccess$,
      (_, { caller, region }) => {
        publicAccess.unblock({ accountId: caller.accountId, region });
        return { ImageBlockPublicAccessState: UNBLOCKED };
      },
    ),
    ec2Operation<sdk.GetImageBlockPublicAccessStateResult>(
      sdk.GetImageBlockPublicAccessState$,
      (_, { caller, region }) => ({
        ImageBlockPublicAccessState: publicAccess.isBlocked({ accountId: caller.accountId, region })
          ? BLOCKED
          : UNBLOCKED,
      }),
    ),
  ];
}

function keyOf({ accountId, region }: Place): string {
  return `${accountId} ${region}`;
}
