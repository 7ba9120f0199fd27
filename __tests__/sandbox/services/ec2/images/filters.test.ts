import { imageFilter } from "../../../../../src/sandbox/services/ec2/images/filters";
import { publicImages } from "../../../../../src/sandbox/services/ec2/public-images";
import { HOME_REGION } from "../../../example-fleet";

const [image] = publicImages(HOME_REGION);
const tags = [{ Key: "team", Value: "web" }];

function matches(...filters: readonly (readonly [string, ...string[]])[]): boolean {
  if (image === undefined) throw new Error("There is no public image.");
  return imageFilter({ Filter: filters.map(([Name, ...Value]) => ({ Name, Value })) })({
    image,
    state: "pending",
    tags,
  });
}

describe("A filter of images", () => {
  it.each<[string, string, boolean]>([
    ["name", "amzn2-ami-hvm-2.0.20260101.0-arm64-gp2", true],
    ["name", "amzn2-*-gp?", true],
    ["name", "amzn2", false],
    ["name", "amzn2-ami-hvm-2.0.20260101.0-arm64.gp2", false],
    ["name", "amzn2-ami-hvm-2.0.20260101.0-arm64-gp\\2", false],
    ["is-public", "true", true],
    ["owner-alias", "amazon", true],
    ["block-device-mapping.encrypted", "true", false],
    ["tag:team", "w*", true],
    ["tag:owner", "*", false],
    ["platform", "*", false],
    ["state", "pending", true],
    ["state", "available", false],
  ])("compares %s with %s", (name, value, expected) => {
    expect(matches([name, value])).toBe(expected);
  });

  it("matches with any of its values, and an image must match every filter", () => {
    expect(matches(["architecture", "x86_64", "arm64"])).toBe(true);
    expect(matches(["architecture", "arm64"], ["tag-key", "nonesuch"])).toBe(false);
  });

  it("is refused if AWS does not have it", () => {
    expect(() => matches(["colour", "blue"])).toThrow("The filter 'colour' is invalid");
  });
});
