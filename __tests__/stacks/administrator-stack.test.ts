import type { Fleet } from "../../src/fleet/model";
import {
  delegatedFleet,
  exampleFleet,
  managementTargetFleet,
  resources,
  synthesizeAll,
  twoRegionFleet,
} from "./example-fleet";

function stackOf(fleet: Fleet) {
  const stack = synthesizeAll(fleet).get("administrator");
  if (stack === undefined) throw new Error("no administrator stack");
  return stack;
}
const documents = (fleet: Fleet) => resources(stackOf(fleet), "aws_ssm_document").map(([, body]) => body);

describe("the administrator's stack", () => {
  it("has the administration role", () => {
    expect(resources(stackOf(exampleFleet), "aws_iam_role").map(([, { name }]) => name)).toEqual([
      "AWS-SystemsManager-AutomationAdministrationRole",
    ]);
  });

  it("is in the management account by default", () => {
    expect(stackOf(exampleFleet).provider.aws[0]).toMatchObject({ allowed_account_ids: ["111111111111"] });
  });

  it("is in the delegated administrator's account if there is one", () => {
    expect(stackOf(delegatedFleet).provider.aws[0]).toMatchObject({ allowed_account_ids: ["666666666666"] });
  });

  it("has each central runbook", () => {
    expect(documents(exampleFleet).map(({ name }) => name)).toEqual(["check-os", "check-os-windows"]);
  });

  it("has the central runbooks only in the home Region", () => {
    expect(documents(twoRegionFleet)).toHaveLength(2);
    expect(stackOf(twoRegionFleet).provider.aws).toHaveLength(1);
  });

  it("shares the central runbooks with the accounts where runbooks act", () => {
    for (const document of documents(exampleFleet)) {
      expect(document.permissions).toEqual({
        type: "Share",
        account_ids: "222222222222,333333333333,444444444444",
      });
    }
  });

  it.each([
    ["the management account", managementTargetFleet],
    ["a delegated administrator", delegatedFleet],
  ])("does not share the central runbooks with the administrator account itself (%s)", (_what, fleet) => {
    expect(documents(fleet)[0]?.permissions).toEqual({
      type: "Share",
      account_ids: "222222222222,333333333333,444444444444",
    });
  });

  it("does not share a runbook with `shared: false`", () => {
    const fleet = { ...exampleFleet, centralRunbooks: [{ name: "check-os", shared: false }] };
    expect(documents(fleet)[0]).not.toHaveProperty("permissions");
  });

  it("cannot be created with a runbook that does not exist", () => {
    const fleet = { ...exampleFleet, centralRunbooks: [{ name: "chek-os", shared: true }] };
    expect(() => synthesizeAll(fleet)).toThrow(
      '"chek-os", which does not exist; the runbooks are check-os, check-os-windows, create-and-share-ami, restart-service.',
    );
  });
});
