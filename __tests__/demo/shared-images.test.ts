import { sharedImageFacts, type SharedImage } from "../../src/demo/shared-images";
import { exampleFleet } from "../stacks/example-fleet";

const PARTNER = "555555555555";
const good: SharedImage = {
  account: "app-dev",
  region: "ap-northeast-1",
  status: "Success",
  executionId: "e",
  instance: "i-1",
  imageId: "ami-1",
  sharedWith: [PARTNER],
  describedBy: new Map([
    ["111111111111", false],
    [PARTNER, true],
  ]),
};

const brokenWith = (...images: readonly SharedImage[]): readonly string[] =>
  sharedImageFacts(images, exampleFleet)
    .filter(({ holds }) => !holds)
    .map(({ account, expectation }) => `${account}: ${expectation}`);
const MADE = "app-dev: association has made an image of the EC2 target";
const SHARED = "app-dev: image is shared with the accounts of fleet.yaml only";
const DESCRIBED = "app-dev: those accounts can describe the image, others cannot";

describe("A shared image", () => {
  it("is as it should be where the other account can describe it, and nobody else", () => {
    expect(brokenWith(good)).toEqual([]);
  });

  it("is missing where the association has failed or made none", () => {
    expect(brokenWith({ ...good, status: "Failed" })).toEqual([MADE]);
    expect(brokenWith({ ...good, imageId: "", describedBy: new Map() })).toEqual([MADE]);
    expect(brokenWith()).toEqual([MADE, SHARED, DESCRIBED]);
  });

  it("is not shared with more or fewer accounts", () => {
    expect(brokenWith({ ...good, sharedWith: [] })).toEqual([SHARED]);
    expect(brokenWith({ ...good, sharedWith: [PARTNER, "all"] })).toEqual([SHARED]);
  });

  it("is not seen by others, and not hidden from whom it is shared with", () => {
    expect(brokenWith({ ...good, describedBy: new Map([["111111111111", true]]) })).toEqual([DESCRIBED]);
    expect(brokenWith({ ...good, describedBy: new Map([[PARTNER, false]]) })).toEqual([DESCRIBED]);
  });
});
