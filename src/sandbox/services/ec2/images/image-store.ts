/**
 * The images of all accounts. moto stores an image only for its owner, and knows neither with whom it is shared nor how its
 * volumes are encrypted. moto has a shadow of each image with the same id, which has the owner's tags.
 */
import type { Fleet } from "../../../../fleet/model";
import { locationKey, type Location } from "../../../../iam/location";
import { publicImages } from "../public-images";
import { imageIsGone, malformedImageId, missingParameter, noSuchImages, notYourImage } from "./errors";
import { mayUse, type Image } from "./image";

export class ImageStore {
  readonly #regions = new Map<string, Map<string, Image>>();
  readonly #deregistered = new Map<string, Image>();

  readonly #reserved = new Set<string>();

  readonly #fleet: Fleet;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** The images of a Region that an account may use. */
  usableBy({ accountId, region }: Location): readonly Image[] {
    return [...this.#in(region).values()].filter((image) => mayUse(this.#fleet, image, accountId));
  }

  /** An image that an account may use. Undefined if there is none, or if the account may not use it. */
  find({ accountId, region }: Location, id: string): Image | undefined {
    const image = this.#in(region).get(id);
    return image !== undefined && mayUse(this.#fleet, image, accountId) ? image : undefined;
  }

  /** Like `find`, including deregistered images, to which instances still refer. */
  findEver(reader: Location, id: string): Image | undefined {
    return this.find(reader, id) ?? this.formerly(reader, id);
  }

  /** A deregistered image that the account could use. */
  formerly({ accountId, region }: Location, id: string): Image | undefined {
    const image = this.#deregistered.get(id);
    return image?.region === region && mayUse(this.#fleet, image, accountId) ? image : undefined;
  }

  /** @throws AwsError InvalidAMIID.Malformed, NotFound, Unavailable; MissingParameter without an id */
  usable(reader: Location, id: string | undefined): Image {
    if (id === undefined) throw missingParameter("ImageId");
    if (!/^ami-[0-9a-z]+$/.test(id)) throw malformedImageId(id);
    const image = this.find(reader, id);
    if (image !== undefined) return image;
    throw this.formerly(reader, id) === undefined ? noSuchImages([id]) : imageIsGone(id);
  }

  /** @throws AwsError as `usable` does, and AuthFailure for an image that another account owns */
  own(reader: Location, id: string | undefined): Image {
    const image = this.usable(reader, id);
    if (image.ownerId !== reader.accountId) throw notYourImage(image.id);
    return image;
  }

  /** The images that a snapshot is part of. */
  usersOf(region: string, snapshotId: string): readonly Image[] {
    return [...this.#in(region).values()].filter(({ devices }) =>
      devices.some((device) => device.snapshotId === snapshotId),
    );
  }

  /** Reserves a name. @returns a function that releases it, or undefined if it is already reserved */
  reserveName(owner: Location, name: string): (() => void) | undefined {
    const key = `${locationKey(owner)} ${name}`;
    if (this.#reserved.has(key)) return undefined;
    this.#reserved.add(key);
    return () => this.#reserved.delete(key);
  }

  /** Adds an image, or replaces the one with its id. */
  put(image: Image): void {
    this.#in(image.region).set(image.id, image);
  }

  deregister(image: Image): void {
    this.#in(image.region).delete(image.id);
    this.#deregistered.set(image.id, image);
  }

  #in(region: string): Map<string, Image> {
    const known = this.#regions.get(region);
    if (known !== undefined) return known;
    const images = new Map(publicImages(region).map((image) => [image.id, image]));
    this.#regions.set(region, images);
    return images;
  }
}
