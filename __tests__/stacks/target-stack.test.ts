import { exampleFleet, resources, synthesizeAll, twoRegionFleet } from "./example-fleet";
import type { StackJson } from "./example-fleet";

function stackOf(stacks: ReadonlyMap<string, StackJson>): StackJson {
  const stack = stacks.get("target-app-dev");
  if (stack === undefined) throw new Error("no target stack of app-dev");
  return stack;
}
const example = stackOf(synthesizeAll(exampleFleet));
const inTwoRegions = stackOf(synthesizeAll(twoRegionFleet));
const providers = (type: string) => resources(inTwoRegions, type).map(([, { provider }]) => provider);
const bothRegions = ["aws.app-dev_ap-northeast-1", "aws.app-dev_us-east-1"];

describe("a target's stack", () => {
  it("has one instance", () => {
    expect(resources(example, "aws_instance")).toHaveLength(1);
  });

  it.each(["aws_vpc", "aws_subnet", "aws_instance"])("has %s in each Region", (type) => {
    expect(providers(type)).toEqual(bothRegions);
  });

  it("has the endpoints of each Region in that Region", () => {
    const endpoints = resources(inTwoRegions, "aws_vpc_endpoint").map(([, body]) => body);
    expect(endpoints).toHaveLength(6);
    for (const { provider, service_name } of endpoints) {
      const region = String(provider).replace("aws.app-dev_", "");
      expect(service_name).toContain(`com.amazonaws.${region}.`);
    }
  });

  it("asks each Region for its own image", () => {
    const images = Object.values(inTwoRegions.data?.["aws_ssm_parameter"] ?? {});
    expect(images.map(({ provider }) => provider)).toEqual(bothRegions);
  });

  it.each(["aws_iam_role", "aws_iam_instance_profile"])("has one %s for all Regions", (type) => {
    expect(providers(type)).toEqual(["aws.app-dev_ap-northeast-1"]);
  });

  it("names what it makes after the account", () => {
    expect(resources(example, "aws_vpc")[0]?.[1].tags).toEqual({ Name: "fleetbook-app-dev" });
  });
});
