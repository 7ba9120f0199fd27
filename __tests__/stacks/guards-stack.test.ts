import type { Fleet } from "../../src/fleet/model";
import { addFleetStacks } from "../../stacks/fleet-app";
import { exampleFleet, resources, runbooks, synthesize, twoRegionFleet } from "./example-fleet";

function guardsOf(fleet: Fleet, name = "guards-app-dev") {
  const stack = synthesize((app) => addFleetStacks(app, fleet, runbooks)).stacks.get(name);
  if (stack === undefined) throw new Error(`no stack ${name}`);
  return stack;
}
const withGuards = (blockPublicSharing: Fleet["managementAccount"]["blockPublicSharing"]): Fleet => ({
  ...exampleFleet,
  managementAccount: { ...exampleFleet.managementAccount, blockPublicSharing },
});

describe("the guards of an account", () => {
  it("prevent public sharing of images and documents", () => {
    const bodies = resources(guardsOf(exampleFleet)).map(([, body]) => body);
    expect(bodies).toMatchObject([
      { state: "block-new-sharing" },
      {
        setting_id:
          "arn:aws:ssm:ap-northeast-1:222222222222:servicesetting/ssm/documents/console/public-sharing-permission",
        setting_value: "Disable",
      },
    ]);
  });

  it("are set in each Region", () => {
    const providers = resources(guardsOf(twoRegionFleet)).map(([, { provider }]) => provider);
    expect(providers).toEqual([
      ...["aws.account-222222222222_ap-northeast-1", "aws.account-222222222222_us-east-1"],
      ...["aws.account-222222222222_ap-northeast-1", "aws.account-222222222222_us-east-1"],
    ]);
  });

  it("can be only one of the two, and can be set in an account that is not a target", () => {
    const stack = guardsOf(withGuards({ images: false, documents: true }), "guards-management");
    expect(Object.keys(stack.resource)).toEqual(["aws_ssm_service_setting"]);
  });
});
