/**
 * An image is pending before it is available, as long as its snapshots are. Until then it can be neither launched, copied nor
 * changed.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html
 */
import type { ImageState } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../protocol/aws-error";
import type { PassingStates } from "../../passing-states";
import { snapshotsBegin } from "../ebs/snapshot-states";
import type { Image } from "./image";

export class ImageStates {
  readonly #states: PassingStates;

  constructor(states: PassingStates) {
    this.#states = states;
  }

  begin({ id, devices }: Image): void {
    this.#states.begin(id, "pending");
    snapshotsBegin(
      this.#states,
      devices.map(({ snapshotId }) => snapshotId),
    );
  }

  of({ id }: Pick<Image, "id">): ImageState {
    return this.#states.of(id) === undefined ? "available" : "pending";
  }

  /** @throws AwsError InvalidAMIID.Unavailable */
  requireAvailable(image: Image): void {
    if (this.of(image) === "available") return;
    const message = `The AMI ID '${image.id}' is currently pending and may not be used for this operation`;
    throw new AwsError("InvalidAMIID.Unavailable", message);
  }

  /** @throws AwsError InvalidAMIID.Unavailable */
  requireLaunchable(image: Image): void {
    if (this.of(image) === "available") return;
    throw new AwsError("InvalidAMIID.Unavailable", `AMI '${image.id}' is pending, and cannot be run`);
  }
}
