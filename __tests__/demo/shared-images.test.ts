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
  it("is shared with a unit if every account in it can describe the image, and no other account", () => {
    const [dev, ...others] = exampleFleet.memberAccounts;
    if (dev?.amiSharing === undefined) throw new Error("app-dev shares no images");
    const amiSharing = { ...dev.amiSharing, accountIds: [], organizationalUnitIds: ["ou-flt1-workload"] };
    const fleet = { ...exampleFleet, memberAccounts: [{ ...dev, amiSharing }, ...others] };
    const sharedWith = ["arn:aws:organizations::111111111111:ou/o-fleetbook01/ou-flt1-workload"];
    const holdsFor = (describedBy: readonly (readonly [string, boolean])[]) =>
      sharedImageFacts([{ ...good, sharedWith, describedBy: new Map(describedBy) }], fleet).every(({ holds }) => holds);
    const unit = [["333333333333", true] as const, ["444444444444", true] as const];
    expect(holdsFor([...unit, ["111111111111", false], [PARTNER, false]])).toBe(true);
    expect(holdsFor([...unit, [PARTNER, true]])).toBe(false);
    expect(
      holdsFor([
        ["333333333333", true],
        ["444444444444", false],
      ]),
    ).toBe(false);
  });

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
