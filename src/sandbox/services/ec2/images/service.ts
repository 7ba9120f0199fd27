/** The operations of EC2 that concern images, as one layer. */
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Fleet } from "../../../../fleet/model";
import { chain } from "../../../protocol/chain";
import { ec2Layer } from "../../../protocol/ec2";
import type { ServiceLayer } from "../../../protocol/message";
import { instanceTypes } from "../instances/instance-types";
import type { RequireKeyUse } from "../ebs/key-use";
import type { EbsKeys } from "../ebs/keys";
import type { PassingStates } from "../../passing-states";
import {
  deregisterImage,
  describeImageAttribute,
  modifyImageAttribute,
  resetImageAttribute,
  type ImageAttributesOptions,
} from "./attributes";
import { ImagePublicAccess, imagePublicAccessOperations } from "./block-public-access";
import { copyImage } from "./copy";
import { createImage, registerImage } from "./create";
import { describeImages } from "./describe";
import { snapshotsInUse, tagsOfOwnImages } from "./guards";
import { ImageStates } from "./image-states";
import type { ImageStore } from "./image-store";
import { instancesOfImages, launchesFromImages } from "./launch";
import { hiddenShadowSnapshots } from "./moto-shadow";

export interface ImageServiceOptions {
  readonly fleet: Fleet;
  readonly images: ImageStore;
  readonly keys: EbsKeys;
  readonly requireKeyUse: RequireKeyUse;
  /** States in which images and their snapshots are before they are available. */
  readonly passing: PassingStates;
  /** moto's EC2 in one account and Region. */
  readonly ec2Of: (accountId: string, region: string) => EC2Client;
}

/** Must come before the other layers of EC2. */
export function imageService({ passing, ...given }: ImageServiceOptions): ServiceLayer {
  const options = { ...given, states: new ImageStates(passing) };
  const publicAccess = new ImagePublicAccess();
  const attributes: ImageAttributesOptions = { ...options, publicAccess };
  return chain(
    ec2Layer([
      describeImages(options),
      createImage(options),
      registerImage(options),
      copyImage(options),
      modifyImageAttribute(attributes),
      describeImageAttribute(attributes),
      resetImageAttribute(attributes),
      deregisterImage(attributes),
      ...imagePublicAccessOperations(publicAccess),
    ]),
    instancesOfImages(options.images, "RunInstances"),
    instancesOfImages(options.images, "DescribeInstances"),
    launchesFromImages({ ...options, checkType: instanceTypes(options.ec2Of) }),
    snapshotsInUse(options.images),
    tagsOfOwnImages(options.images),
    hiddenShadowSnapshots(),
  );
}
