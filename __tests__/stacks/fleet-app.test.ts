import { addFleetStacks, addStateStacks } from "../../stacks/fleet-app";
import type { Fleet } from "../../src/fleet/model";
import {
  delegatedFleet,
  exampleFleet,
  inRegions,
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
  it("are the administrator's stack and the guards, member and target stacks of the accounts that need them", () => {
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

  it("include a member stack for the management account only if it is a target", () => {
    expect(namesOf(exampleFleet)).not.toContain("member-management");
    expect(namesOf(managementTargetFleet)).toContain("member-management");
  });

  it("include a member stack for a delegated administrator that is a target", () => {
    expect(namesOf(delegatedFleet)).toContain("member-automation");
  });

  it.each([
    ["the example", exampleFleet],
    ["a delegated administrator", delegatedFleet],
  ])("wait for the administrator's stack only if they are member stacks (%s)", (_what, fleet) => {
    for (const [name, dependencies] of fleetOf(fleet).dependencies) {
      if (name === "administrator") continue;
      expect([name, dependencies]).toEqual([name, name.startsWith("member-") ? ["administrator"] : []]);
    }
  });

  it("have the registration of a delegated administrator before everything that needs it, and destroy it last", () => {
    expect(fleetOf(delegatedFleet).dependencies.get("administrator")).toEqual(["organization"]);
    expect(namesOf({ ...delegatedFleet, registerDelegatedAdministrator: undefined })).not.toContain("organization");
  });

  it("keep every address and every resource except role policies when a Region is added", () => {
    const before = synthesizeAll(inRegions(twoRegionFleet, ["ap-northeast-1"]));
    const after = synthesizeAll(twoRegionFleet);
    for (const [name, stack] of before) {
      const kept = new Map(after.has(name) ? resources(after.get(name) as typeof stack) : []);
      for (const [address, body] of resources(stack)) {
        const grows = /^aws_iam_role_policy\.(runbook-role|execution-role_runbook|ami-sharing_role)/.test(address);
        expect(kept.get(address)).toEqual(grows ? { ...body, policy: expect.any(String) as string } : body);
      }
    }
  });

  it("do not include the state stacks, which are protected from destroy", () => {
    expect(namesOf(exampleFleet).filter((name) => name.startsWith("state-"))).toEqual([]);
  });
});

describe("the state stacks of a fleet", () => {
  it("are one for each account of the organization, including the management account", () => {
    const { stacks } = synthesize((app) => addStateStacks(app, exampleFleet));
    expect([...stacks.keys()].sort()).toEqual([
      "state-app-dev",
      "state-app-prod",
      "state-app-staging",
      "state-management",
    ]);
  });
});
