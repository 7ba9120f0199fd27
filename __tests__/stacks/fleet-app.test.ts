import { addFleetStacks, addStateStacks } from "../../stacks/fleet-app";
import type { Fleet } from "../../src/fleet/model";
import {
  delegatedFleet,
  exampleFleet,
  managementTargetFleet,
  resources,
  runbooks,
  synthesize,
  synthesizeAll,
  twoRegionFleet,
} from "./example-fleet";

const fleetOf = (fleet: Fleet) => synthesize((app) => addFleetStacks(app, fleet, runbooks));
const namesOf = (fleet: Fleet) => [...fleetOf(fleet).stacks.keys()].sort();

describe("the stacks of a fleet", () => {
  it("are the administrator's, and guards, a member's and a target's for each account that has them", () => {
    expect(namesOf(exampleFleet)).toEqual([
      "administrator",
      "guards-app-dev",
      "member-app-dev",
      "member-app-prod",
      "member-app-staging",
      "target-app-dev",
      "target-app-prod",
      "target-app-staging",
    ]);
  });

  it("include a member's for the management account only where that is a target", () => {
    expect(namesOf(exampleFleet)).not.toContain("member-management");
    expect(namesOf(managementTargetFleet)).toContain("member-management");
  });

  it("include a member's for a delegated administrator that is a target", () => {
    expect(namesOf(delegatedFleet)).toContain("member-automation");
  });

  it.each([
    ["the example", exampleFleet],
    ["a delegated administrator", delegatedFleet],
  ])("let every member wait for the administration role, and nothing else wait: %s", (_what, fleet) => {
    for (const [name, dependencies] of fleetOf(fleet).dependencies) {
      expect([name, dependencies]).toEqual([name, name.startsWith("member-") ? ["administrator"] : []]);
    }
  });

  it("keep every address when a Region is added, and all that is there but what roles may do in the new Region", () => {
    const before = synthesizeAll({ ...twoRegionFleet, regions: ["ap-northeast-1"] });
    const after = synthesizeAll(twoRegionFleet);
    for (const [name, stack] of before) {
      const kept = new Map(after.has(name) ? resources(after.get(name) as typeof stack) : []);
      for (const [address, body] of resources(stack)) {
        const grows = /^aws_iam_role_policy\.(runbook-role|ami-sharing_role)/.test(address);
        expect(kept.get(address)).toEqual(grows ? { ...body, policy: expect.any(String) as string } : body);
      }
    }
  });

  it("do not include those of the state, which are protected from destroy", () => {
    expect(namesOf(exampleFleet).filter((name) => name.startsWith("state-"))).toEqual([]);
  });
});

describe("the stacks of a fleet's state", () => {
  it("are one for each account of the organization, the management account among them", () => {
    const { stacks } = synthesize((app) => addStateStacks(app, exampleFleet));
    expect([...stacks.keys()].sort()).toEqual([
      "state-app-dev",
      "state-app-prod",
      "state-app-staging",
      "state-management",
    ]);
  });
});
