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
const MADE = "app-dev: association created an image of the EC2 target";
const SHARED = "app-dev: image is shared only with the accounts of fleet.yaml";
const DESCRIBED = "app-dev: only those accounts can describe the image";

describe("a shared image", () => {
  it("meets every expectation if only the other account can describe it", () => {
    expect(brokenWith(good)).toEqual([]);
  });

  it("is reported as missing if the association failed or created none", () => {
    expect(brokenWith({ ...good, status: "Failed" })).toEqual([MADE]);
    expect(brokenWith({ ...good, imageId: "", describedBy: new Map() })).toEqual([MADE]);
    expect(brokenWith()).toEqual([MADE, SHARED, DESCRIBED]);
  });

  it("does not meet the expectations if it is shared with more or fewer accounts", () => {
    expect(brokenWith({ ...good, sharedWith: [] })).toEqual([SHARED]);
    expect(brokenWith({ ...good, sharedWith: [PARTNER, "all"] })).toEqual([SHARED]);
  });

  it("does not meet the expectations if a third account can describe it, or the other account cannot", () => {
    expect(brokenWith({ ...good, describedBy: new Map([["111111111111", true]]) })).toEqual([DESCRIBED]);
    expect(brokenWith({ ...good, describedBy: new Map([[PARTNER, false]]) })).toEqual([DESCRIBED]);
  });
});
