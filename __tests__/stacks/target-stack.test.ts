import { exampleFleet, exampleTarget, resources, synthesizeAll, twoRegionFleet } from "./example-fleet";
import type { StackJson } from "./example-fleet";
import type { Fleet } from "../../src/fleet/model";

function stackOf(stacks: ReadonlyMap<string, StackJson>): StackJson {
  const stack = stacks.get("target-app-dev");
  if (stack === undefined) throw new Error("no target stack of app-dev");
  return stack;
}
const example = stackOf(synthesizeAll(exampleFleet));
const inTwoRegions = stackOf(synthesizeAll(twoRegionFleet));
const providers = (type: string) => resources(inTwoRegions, type).map(([, { provider }]) => provider);
const bothRegions = ["aws.account-222222222222_ap-northeast-1", "aws.account-222222222222_us-east-1"];

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
      const region = String(provider).replace("aws.account-222222222222_", "");
      expect(service_name).toContain(`com.amazonaws.${region}.`);
    }
  });

  it("uses the image of each Region", () => {
    const images = Object.values(inTwoRegions.data?.["aws_ssm_parameter"] ?? {});
    expect(images.map(({ provider }) => provider)).toEqual(bothRegions);
  });

  it.each(["FleetbookInstanceRole", "FleetbookRunbook-fleetbook-CreateAndShareAmiRunbook"])(
    "has one role %s for all Regions",
    (name) => {
      const roles = resources(inTwoRegions, "aws_iam_role").filter(([, body]) => body.name === name);
      expect(roles.map(([, { provider }]) => provider)).toEqual(["aws.account-222222222222_ap-northeast-1"]);
    },
  );

  it("has one instance profile for all Regions", () => {
    expect(providers("aws_iam_instance_profile")).toEqual(["aws.account-222222222222_ap-northeast-1"]);
  });

  it.each(["aws_ssm_document", "aws_ssm_association", "aws_kms_key"])(
    "shares images in each Region with %s",
    (type) => {
      expect(providers(type)).toEqual(bothRegions);
    },
  );

  it("creates the association after the instance, the endpoints and the role's policy", () => {
    const [association] = resources(example, "aws_ssm_association");
    const awaited = ["aws_ssm_document", "aws_instance", "aws_iam_role_policy"].flatMap((type) =>
      resources(example, type).map(([address]) => address),
    );
    expect(awaited).toHaveLength(3);
    expect(association?.[1].depends_on).toEqual(expect.arrayContaining(awaited));
  });

  it("encrypts the volume of an instance whose images are shared with a customer managed key", () => {
    const [key] = resources(example, "aws_kms_key")[0] ?? [];
    expect(resources(example, "aws_instance")[0]?.[1].root_block_device).toEqual({
      encrypted: true,
      kms_key_id: `\${${key}.arn}`,
    });
  });

  it("has no AMI sharing unless the fleet file has it", () => {
    const types = Object.keys(synthesizeAll(exampleFleet).get("target-app-prod")?.resource ?? {});
    expect(types).toContain("aws_instance");
    for (const type of ["aws_ssm_document", "aws_ssm_association", "aws_kms_key"]) expect(types).not.toContain(type);
  });

  it("has no key if volumes are not encrypted", () => {
    const unencrypted: Fleet = {
      ...exampleFleet,
      memberAccounts: exampleFleet.memberAccounts.map((account) => ({
        ...account,
        ec2Targets: [{ ...exampleTarget, encryptedRootVolume: false }],
      })),
    };
    const stack = stackOf(synthesizeAll(unencrypted));
    expect(stack.resource).not.toHaveProperty("aws_kms_key");
    expect(resources(stack, "aws_ssm_association")).toHaveLength(1);
  });

  it("names its resources after the account", () => {
    expect(resources(example, "aws_vpc")[0]?.[1].tags).toEqual({ Name: "fleetbook-app-dev" });
  });
});
